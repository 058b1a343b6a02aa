package org.synthoscope.evidence.features;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes files as {@code torch.save} and {@code torch.jit.save} do, byte by byte from the published formats. */
final class TorchFiles {

    private TorchFiles() {
    }

    /** TorchScript whose forward is the given source. */
    static Path torchScript(Path file, String forward) {
        String code = "class Net(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n  def forward("
                + forward;
        // GLOBAL __torch__.Net, no arguments, NEWOBJ, {training: False}, BUILD
        byte[] data = pickle(p -> {
            p.write("c__torch__\nNet\n)".getBytes(StandardCharsets.US_ASCII));
            p.write(0x81);
            p.write("}(".getBytes(StandardCharsets.US_ASCII));
            text(p, "training");
            p.write(0x89);
            p.write("ub".getBytes(StandardCharsets.US_ASCII));
        });
        return zip(file, Map.of("data.pkl", data, "code/__torch__.py", code.getBytes(StandardCharsets.UTF_8),
                "constants.pkl", pickle(p -> p.write(')')), "version", "3\n".getBytes(StandardCharsets.US_ASCII)));
    }

    /** A state dict in the zip form. */
    static Path zipped(Path file, Map<String, PthFile.Array> state) {
        Map<String, byte[]> entries = new java.util.LinkedHashMap<>();
        entries.put("data.pkl", dict(state, false));
        entries.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        int key = 0;
        for (PthFile.Array a : state.values()) {
            entries.put("data/" + key++, raw(a));
        }
        return zip(file, entries);
    }

    /** A state dict in the form before version 1.6: five pickles, then the storages. */
    static Path legacy(Path file, Map<String, PthFile.Array> state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] magic = {10, 0x6c, (byte) 0xfc, (byte) 0x9c, 0x46, (byte) 0xf9, 0x20, 0x6a, (byte) 0xa8, 0x50, 0x19};
        out.writeBytes(pickle(p -> {
            p.write(0x8a);
            p.write(magic);
        }));
        out.writeBytes(pickle(p -> number(p, 1001)));
        out.writeBytes(pickle(p -> {
            p.write("}(".getBytes(StandardCharsets.US_ASCII));
            text(p, "protocol_version");
            number(p, 1001);
            text(p, "little_endian");
            p.write(0x88);
            p.write('u');
        }));
        out.writeBytes(dict(state, true));
        List<byte[]> storages = new ArrayList<>();
        state.values().forEach(a -> storages.add(raw(a)));
        out.writeBytes(pickle(p -> {
            p.write("](".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < storages.size(); i++) {
                text(p, String.valueOf(i));
            }
            p.write('e');
        }));
        for (byte[] s : storages) {
            out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(s.length / 4).array());
            out.writeBytes(s);
        }
        return write(file, out.toByteArray());
    }

    /** A zip-form file with this pickle in place of the state dict. */
    static Path zippedPickle(Path file, byte[] pickle) {
        return zip(file, Map.of("data.pkl", pickle));
    }

    /** An OrderedDict with a {@code _metadata} attribute, as {@code Module.state_dict()} makes it. */
    private static byte[] dict(Map<String, PthFile.Array> state, boolean legacy) {
        return pickle(p -> {
            p.write("ccollections\nOrderedDict\n".getBytes(StandardCharsets.US_ASCII));
            p.write(new byte[] {'q', 0, ')', 'R', 'q', 1, '('});
            int key = 0;
            for (Map.Entry<String, PthFile.Array> e : state.entrySet()) {
                text(p, e.getKey());
                p.write("ctorch._utils\n_rebuild_tensor_v2\n((".getBytes(StandardCharsets.US_ASCII));
                text(p, "storage");
                p.write("ctorch\nFloatStorage\n".getBytes(StandardCharsets.US_ASCII));
                text(p, String.valueOf(key++));
                text(p, "cpu");
                number(p, e.getValue().values().length);
                if (legacy) {
                    p.write('N');
                }
                p.write("tQ".getBytes(StandardCharsets.US_ASCII));
                number(p, 0);
                long[] shape = e.getValue().shape();
                p.write('(');
                for (long s : shape) {
                    number(p, (int) s);
                }
                p.write("t(".getBytes(StandardCharsets.US_ASCII));
                for (int d = 0; d < shape.length; d++) {
                    int stride = 1;
                    for (int k = d + 1; k < shape.length; k++) {
                        stride *= (int) shape[k];
                    }
                    number(p, stride);
                }
                p.write(new byte[] {'t', (byte) 0x89, 'h', 0, ')', 'R', 't', 'R'});
            }
            p.write("u}".getBytes(StandardCharsets.US_ASCII));
            text(p, "_metadata");
            p.write(new byte[] {'h', 0, ')', 'R', 's', 'b'});
        });
    }

    /** Part of a pickle. */
    interface Part {
        void write(DataOutputStream out) throws IOException;
    }

    /** PROTO 2, the part, STOP. */
    static byte[] pickle(Part part) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(new byte[] {(byte) 0x80, 2});
            part.write(out);
            out.write('.');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void text(DataOutputStream p, String s) throws IOException {
        byte[] b = s.getBytes(StandardCharsets.UTF_8);
        p.write('X');
        p.writeInt(Integer.reverseBytes(b.length));
        p.write(b);
    }

    private static void number(DataOutputStream p, int n) throws IOException {
        p.write('J');
        p.writeInt(Integer.reverseBytes(n));
    }

    private static byte[] raw(PthFile.Array a) {
        ByteBuffer b = ByteBuffer.allocate(a.values().length * 4).order(ByteOrder.LITTLE_ENDIAN);
        b.asFloatBuffer().put(a.values());
        return b.array();
    }

    private static Path zip(Path file, Map<String, byte[]> entries) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                ZipEntry entry = new ZipEntry("archive/" + e.getKey());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(e.getValue().length);
                CRC32 crc = new CRC32();
                crc.update(e.getValue());
                entry.setCrc(crc.getValue());
                zip.putNextEntry(entry);
                zip.write(e.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    static Path write(Path file, byte[] bytes) {
        try {
            return Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
