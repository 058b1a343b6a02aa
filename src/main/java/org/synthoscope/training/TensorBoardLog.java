package org.synthoscope.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.Image;
import org.synthoscope.image.Png;
import org.synthoscope.tensor.Scope;

/**
 * TensorBoard event files: losses as scalars and sample grids as images, over images shown.
 *
 * <p>Each session of a run writes a file of its own that begins with a session start at its first step, from which
 * TensorBoard knows to drop later points of the sessions before. Records are framed as in TFRecord (length, masked
 * CRC-32C, data, masked CRC-32C); the few protocol buffer fields of {@code tensorflow.Event} are written by hand.
 */
public final class TensorBoardLog implements TrainingListener {

    private static final int EVENT_WALL_TIME = 1;
    private static final int EVENT_STEP = 2;
    private static final int EVENT_FILE_VERSION = 3;
    private static final int EVENT_SUMMARY = 5;
    private static final int EVENT_SESSION_LOG = 7;

    private final long seed;
    private OutputStream out;

    /** @param seed of the latents of the sample images */
    public TensorBoardLog(long seed) {
        this.seed = seed;
    }

    @Override
    public void started(RunFolder folder, Trainable model, long step, long images) {
        try {
            Files.createDirectories(folder.events());
            Path file = folder.events().resolve(String.format(Locale.ROOT, "events.out.tfevents.%010d.%d.synthoscope",
                    System.currentTimeMillis() / 1000, images));
            out = Files.newOutputStream(file);
            write(new Message().number(EVENT_WALL_TIME, seconds()).text(EVENT_FILE_VERSION, "brain.Event:2"));
            write(new Message().number(EVENT_WALL_TIME, seconds()).integer(EVENT_STEP, images)
                    .message(EVENT_SESSION_LOG, new Message().integer(1, 1)));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void logged(Progress progress, Map<String, Double> means) {
        Message summary = new Message();
        means.forEach((name, value) -> summary.message(1, scalar("loss/" + name, value)));
        summary.message(1, scalar("speed/images_per_second", progress.imagesPerSecond()));
        event(progress.images(), summary);
    }

    @Override
    public void watched(Progress progress, List<Reading> readings, Optional<Alarm> alarm) {
        Message summary = new Message();
        readings.forEach(r -> summary.message(1, scalar("watch/" + r.group() + "/" + r.measure(), r.value())));
        summary.message(1, scalar("watch/alarm", alarm.isPresent() ? 1 : 0));
        event(progress.images(), summary);
    }

    @Override
    public void sampled(RunFolder folder, Trainable model, long images) {
        try (Scope s = Scope.open()) {
            Image grid = Pixels.grid(model.samples(16, seed), 4, 2);
            Message image = new Message().integer(1, grid.height()).integer(2, grid.width())
                    .integer(3, grid.channels()).bytes(4, Png.encode(grid));
            event(images, new Message().message(1, new Message().text(1, "samples").message(4, image)));
        }
    }

    private static Message scalar(String tag, double value) {
        return new Message().text(1, tag).single(2, (float) value);
    }

    private void event(long images, Message summary) {
        try {
            write(new Message().number(EVENT_WALL_TIME, seconds()).integer(EVENT_STEP, images)
                    .message(EVENT_SUMMARY, summary));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static double seconds() {
        return System.currentTimeMillis() / 1000.0;
    }

    private void write(Message event) throws IOException {
        byte[] data = event.bytes();
        byte[] length = little(8).putLong(data.length).array();
        out.write(length);
        out.write(little(4).putInt(maskedCrc(length)).array());
        out.write(data);
        out.write(little(4).putInt(maskedCrc(data)).array());
        out.flush();
    }

    private static int maskedCrc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int c = (int) crc.getValue();
        return Integer.rotateRight(c, 15) + 0xa282ead8;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private static SynthoscopeException failed(IOException e) {
        return new SynthoscopeException("the TensorBoard log could not be written: " + e.getMessage()
                + "; the last checkpoint is intact. Free some space and run again", e);
    }

    /** A protocol buffer message under construction. */
    private static final class Message {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message integer(int field, long value) {
            tag(field, 0);
            varint(value);
            return this;
        }

        Message number(int field, double value) {
            tag(field, 1);
            out.writeBytes(little(8).putDouble(value).array());
            return this;
        }

        Message single(int field, float value) {
            tag(field, 5);
            out.writeBytes(little(4).putFloat(value).array());
            return this;
        }

        Message text(int field, String value) {
            return bytes(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return bytes(field, value.bytes());
        }

        Message bytes(int field, byte[] value) {
            tag(field, 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }

        private void tag(int field, int wireType) {
            varint((long) field << 3 | wireType);
        }

        private void varint(long value) {
            long v = value;
            while ((v & ~0x7fL) != 0) {
                out.write((int) (v & 0x7f | 0x80));
                v >>>= 7;
            }
            out.write((int) v);
        }
    }
}
