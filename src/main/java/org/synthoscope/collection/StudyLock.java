package org.synthoscope.collection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.synthoscope.base.SynthoscopeException;

/**
 * Keeps two runs out of one study. The operating system gives the lock back when its process ends in any way, so a crash
 * never leaves a study locked.
 */
public final class StudyLock implements AutoCloseable {

    /** The lock file's name inside a study. */
    public static final String NAME = ".lock";
    // Far behind the text: where locks are mandatory (Windows) others can still read who holds it.
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final FileChannel channel;

    private StudyLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock of a study's folder, which is made if it isn't there.
     *
     * @throws SynthoscopeException if another run holds it, or the folder can't be written
     */
    public static StudyLock acquire(Path study) {
        Path file = study.resolve(NAME);
        try {
            Files.createDirectories(study);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            try {
                FileLock lock = tryLock(channel);
                if (lock == null) {
                    throw new SynthoscopeException("another run works in " + study + " (" + holder(file)
                            + "); wait for it, stop it, or choose another folder");
                }
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(("process " + ProcessHandle.current().pid() + ", since "
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS)).getBytes(StandardCharsets.UTF_8)), 0);
                return new StudyLock(channel);
            } catch (IOException | RuntimeException failed) {
                channel.close();
                throw failed;
            }
        } catch (IOException failed) {
            throw new SynthoscopeException(study + ": the study can't be locked (" + failed
                    + "); check that the folder can be written and lies on a disk that supports locks", failed);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false);
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    private static String holder(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.isEmpty() ? "it has only just started" : text;
        } catch (IOException unreadable) {
            return "its process is unknown";
        }
    }

    /** Gives the lock back; the file stays, since removing it could hand the lock to two runs. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new SynthoscopeException("the study's lock couldn't be given back (" + failed.getMessage() + ")", failed);
        }
    }
}
