package org.synthoscope.image.dicom;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * How a data set and its pixels are written (PS3.5 annex A).
 *
 * @param explicit whether each element names its type
 * @param little   byte order
 * @param coding   of the pixels
 */
record TransferSyntax(boolean explicit, boolean little, Coding coding) {

    enum Coding { NATIVE, RLE, JPEG }

    static final TransferSyntax IMPLICIT_LITTLE = new TransferSyntax(false, true, Coding.NATIVE);
    static final TransferSyntax EXPLICIT_LITTLE = new TransferSyntax(true, true, Coding.NATIVE);
    static final TransferSyntax EXPLICIT_BIG = new TransferSyntax(true, false, Coding.NATIVE);

    private static final Map<String, TransferSyntax> READ = Map.of(
            "1.2.840.10008.1.2", IMPLICIT_LITTLE,
            "1.2.840.10008.1.2.1", EXPLICIT_LITTLE,
            "1.2.840.10008.1.2.2", EXPLICIT_BIG,
            "1.2.840.10008.1.2.5", new TransferSyntax(true, true, Coding.RLE),
            "1.2.840.10008.1.2.4.50", new TransferSyntax(true, true, Coding.JPEG));

    /** Names of PS3.6 table A-1, and for the retired JPEG processes one of ours. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("1.2.840.10008.1.2.1.98", "Encapsulated Uncompressed Explicit VR Little Endian"),
            Map.entry("1.2.840.10008.1.2.1.99", "Deflated Explicit VR Little Endian"),
            Map.entry("1.2.840.10008.1.2.4.51", "JPEG Extended (Process 2 & 4)"),
            Map.entry("1.2.840.10008.1.2.4.57", "JPEG Lossless, Non-Hierarchical (Process 14)"),
            Map.entry("1.2.840.10008.1.2.4.70",
                    "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14, Selection Value 1)"),
            Map.entry("1.2.840.10008.1.2.4.80", "JPEG-LS Lossless"),
            Map.entry("1.2.840.10008.1.2.4.81", "JPEG-LS Near-Lossless"),
            Map.entry("1.2.840.10008.1.2.4.90", "JPEG 2000 (Lossless Only)"),
            Map.entry("1.2.840.10008.1.2.4.91", "JPEG 2000"),
            Map.entry("1.2.840.10008.1.2.4.92", "JPEG 2000 Part 2 Multi-component (Lossless Only)"),
            Map.entry("1.2.840.10008.1.2.4.93", "JPEG 2000 Part 2 Multi-component"),
            Map.entry("1.2.840.10008.1.2.4.94", "JPIP Referenced"),
            Map.entry("1.2.840.10008.1.2.4.95", "JPIP Referenced Deflate"),
            Map.entry("1.2.840.10008.1.2.4.100", "MPEG2 Main Profile / Main Level"),
            Map.entry("1.2.840.10008.1.2.4.101", "MPEG2 Main Profile / High Level"),
            Map.entry("1.2.840.10008.1.2.4.102", "MPEG-4 AVC/H.264 High Profile"),
            Map.entry("1.2.840.10008.1.2.4.103", "MPEG-4 AVC/H.264 BD-compatible High Profile"),
            Map.entry("1.2.840.10008.1.2.4.104", "MPEG-4 AVC/H.264 High Profile For 2D Video"),
            Map.entry("1.2.840.10008.1.2.4.105", "MPEG-4 AVC/H.264 High Profile For 3D Video"),
            Map.entry("1.2.840.10008.1.2.4.106", "MPEG-4 AVC/H.264 Stereo High Profile"),
            Map.entry("1.2.840.10008.1.2.4.107", "HEVC/H.265 Main Profile"),
            Map.entry("1.2.840.10008.1.2.4.108", "HEVC/H.265 Main 10 Profile"),
            Map.entry("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
            Map.entry("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
            Map.entry("1.2.840.10008.1.2.4.112", "JPEG XL"),
            Map.entry("1.2.840.10008.1.2.4.201", "High-Throughput JPEG 2000 (Lossless Only)"),
            Map.entry("1.2.840.10008.1.2.4.202", "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)"),
            Map.entry("1.2.840.10008.1.2.4.203", "High-Throughput JPEG 2000"),
            Map.entry("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression"));

    private static final Pattern RETIRED_JPEG = Pattern.compile("1\\.2\\.840\\.10008\\.1\\.2\\.4\\.(5[2-9]|6[0-6])");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    /** @throws Refused naming the syntax, if it isn't one of those that are read */
    static TransferSyntax of(String uid) throws Refused {
        TransferSyntax known = READ.get(uid);
        if (known != null) {
            return known;
        }
        if (!UID.matcher(uid).matches()) {
            throw new Refused(Attribute.TRANSFER_SYNTAX_UID + " isn't a UID");
        }
        String name = LEFT_OUT.getOrDefault(uid,
                RETIRED_JPEG.matcher(uid).matches() ? "a retired JPEG process" : "unknown here, perhaps a maker's own");
        throw new Refused("its transfer syntax " + uid + " (" + name + ") isn't read; convert it to Explicit VR Little "
                + "Endian without compression");
    }
}
