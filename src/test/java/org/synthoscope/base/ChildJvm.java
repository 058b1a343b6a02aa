package org.synthoscope.base;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Starts real JVMs on the tests' class path: for what only a process of its own can show, such as being killed. */
public final class ChildJvm {

    /** How a child ended, and what it printed on both streams. */
    public record Ended(int exit, String output) {
    }

    private static final String NATIVE_JAR = "(javacpp|openblas|pytorch|opencv)-.*-(linux|windows|macosx)-.*\\.jar";

    private final List<String> flags = new ArrayList<>();
    private final Path folder;
    private String classPath = System.getProperty("java.class.path");
    private int fileKilobytes;

    /** @param folder where the child works, and where a crash would leave its report */
    public ChildJvm(Path folder) {
        this.folder = folder;
        // One thread each: children of a busy machine that spin on two are many times slower.
        flags.addAll(List.of("-Dsynthoscope.threads=1", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                "-XX:-UsePerfData", "-Xshare:auto"));
        if (Runtime.version().feature() >= 22) {
            flags.add("--enable-native-access=ALL-UNNAMED");
        }
    }

    /** Adds a flag of the JVM. */
    public ChildJvm with(String flag) {
        flags.add(flag);
        return this;
    }

    /** Leaves the native libraries out of the class path, so that whatever needs the engine fails. */
    public ChildJvm withoutEngine(Path emptyCache) {
        classPath = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(NATIVE_JAR))
                .collect(Collectors.joining(File.pathSeparator));
        return with("-Dorg.bytedeco.javacpp.cachedir=" + emptyCache);
    }

    /** Lets no file grow beyond a size, which makes writes fail as on a full disk; needs a POSIX shell. */
    public ChildJvm withFilesUpTo(int kilobytes) {
        fileKilobytes = kilobytes;
        return this;
    }

    /** Starts a main class; both output streams are one. */
    public Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        if (fileKilobytes > 0) {
            // POSIX counts in blocks of 512 bytes, as sh does; bash as sh in its POSIX mode too.
            command.addAll(List.of("/bin/sh", "-c", "ulimit -f " + 2 * fileKilobytes + "; exec \"$0\" \"$@\""));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    }

    /** Starts a main class and waits for its end. */
    public Ended run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        return end(start(main, arguments));
    }

    /** Waits for the end of a child. */
    public static Ended end(Process child) throws IOException, InterruptedException {
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!child.waitFor(120, TimeUnit.SECONDS)) {
            child.destroyForcibly();
            throw new IllegalStateException("the child doesn't end:\n" + output);
        }
        return new Ended(child.exitValue(), output);
    }
}
