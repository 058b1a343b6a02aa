package org.synthoscope.image.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.image.Image;
import org.synthoscope.image.ImageReader;
import org.synthoscope.image.UnreadableImageException;

/**
 * Reads the image of a DICOM file.
 *
 * <ul>
 * <li>Data sets: implicit little endian, explicit little and big endian, with and without preamble and meta header.
 * <li>Pixels: uncompressed, RLE Lossless, JPEG Baseline (Process 1); one frame.
 * <li>Grey of 1 to 32 bits, signed or not, becomes 8-bit by the file's rescale and first window, else as stored or over the
 *     image's range; RGB, YBR_FULL, YBR_FULL_422 and PALETTE COLOR become 8-bit RGB.
 * <li>Files that say that a name is burned into the picture, or that a face can be recognised, are refused.
 * </ul>
 *
 * <p>Safe for use by several threads.
 */
public final class DicomReader {

    /**
     * The names of {@link DicomImage#attributes()}: {@code modality}, {@code body_part}, {@code view}, {@code laterality},
     * {@code sex}, {@code age_band} (five years), {@code burned_in_annotation} (NO or "not stated"), {@code photometric}
     * and, for grey, {@code grey_rule} ("window 40/400", "range -100 to 900" or "as stored").
     */
    public static final List<String> ATTRIBUTES = List.of("modality", "body_part", "view", "laterality", "sex", "age_band",
            SafeAttributes.BURNED_IN, "photometric", "grey_rule");

    private final DecodeOptions options;
    private final Optional<GreyWindow> window;
    private final ImageReader jpeg;

    /** Grey by each file's own window. */
    public DicomReader(DecodeOptions options) {
        this(options, Optional.empty());
    }

    /** @param window for all grey images, in place of each file's own */
    public DicomReader(DecodeOptions options, Optional<GreyWindow> window) {
        this.options = Objects.requireNonNull(options);
        this.window = Objects.requireNonNull(window);
        this.jpeg = new ImageReader(options);
    }

    /** Whether a file is one of DICOM, told from its first 160 bytes. */
    public static boolean looksLikeDicom(byte[] start) {
        return DicomParser.looksLikeDicom(start);
    }

    /** The patient of a file, as far as its beginning tells; some ten thousand bytes are usually enough. */
    public static PatientIdentity patient(byte[] start) {
        return PatientIdentity.of(DicomParser.beginning(start));
    }

    /**
     * Reads a file's image.
     *
     * @param name for messages only
     * @throws UnreadableImageException if it can't be used; its {@link UnreadableImageException#reason()} says why, naming
     *                                  element and byte, without any value that identifies a person
     */
    public DicomImage read(byte[] file, String name) {
        try {
            return read(DicomParser.parse(file));
        } catch (Refused refused) {
            throw new UnreadableImageException(name, refused.getMessage());
        } catch (OutOfMemoryError tooLarge) {
            throw new UnreadableImageException(name, "its pixels don't fit into the memory that is left; give Java more "
                    + "(-Xmx)");
        }
    }

    private DicomImage read(DataSet data) throws Refused {
        checkUse(data);
        List<String> warnings = new ArrayList<>();
        PatientIdentity patient = PatientIdentity.of(data);
        SortedMap<String, String> attributes = SafeAttributes.of(data, patient);
        PixelModule module = PixelModule.of(data, options);
        attributes.put("photometric", module.photometric().name());
        Image image;
        if (data.syntax().coding() == TransferSyntax.Coding.JPEG && !module.photometric().grey()) {
            image = jpeg(data, module);
        } else {
            Samples samples = samples(data, module, warnings);
            if (module.photometric().grey()) {
                GreyRule.Result grey = GreyRule.apply(data, module, samples, window);
                image = grey.image();
                attributes.put("grey_rule", grey.rule());
                if (data.has(Attribute.VOI_LUT_SEQUENCE) && !grey.rule().startsWith("window")) {
                    warnings.add("its table of display values (" + Attribute.VOI_LUT_SEQUENCE + ") isn't applied");
                }
            } else {
                image = ColourRule.apply(data, module, samples);
            }
        }
        String aspect = new String(data.raw(Attribute.PIXEL_ASPECT_RATIO), StandardCharsets.ISO_8859_1);
        if (aspect.matches("\\d{1,6}\\\\\\d{1,6}") && !aspect.split("\\\\")[0].equals(aspect.split("\\\\")[1])) {
            warnings.add("its pixels aren't square; they are taken as they are");
        }
        return new DicomImage(image, attributes, patient, warnings);
    }

    private static void checkUse(DataSet data) throws Refused {
        if (!data.has(Attribute.PIXEL_DATA)) {
            String modality = data.code(Attribute.MODALITY);
            throw new Refused(data.has(Attribute.FLOAT_PIXEL_DATA) || data.has(Attribute.DOUBLE_FLOAT_PIXEL_DATA)
                    ? "its pixels are floating-point numbers, which aren't read"
                    : "it holds no image" + (modality.isEmpty() ? "" : " (" + Attribute.MODALITY + " is " + modality + ")"));
        }
        if (data.text(Attribute.BURNED_IN_ANNOTATION).startsWith("Y")) {
            throw new Refused(Attribute.BURNED_IN_ANNOTATION + " is YES: the picture itself may name the patient");
        }
        if (data.text(Attribute.RECOGNIZABLE_VISUAL_FEATURES).startsWith("Y")) {
            throw new Refused(Attribute.RECOGNIZABLE_VISUAL_FEATURES + " is YES: the patient may be recognised in the picture");
        }
        String frames = data.text(Attribute.NUMBER_OF_FRAMES);
        if (!frames.isEmpty() && !frames.matches("\\+?0{0,9}1")) {
            throw new Refused(frames.matches("\\d{1,9}") ? "it has " + Integer.parseInt(frames)
                    + " frames; files of one frame are read: split it first" : Attribute.NUMBER_OF_FRAMES + " isn't a number");
        }
    }

    private Image jpeg(DataSet data, PixelModule module) throws Refused {
        if (module.bitsAllocated() != 8 || module.bitsStored() != 8
                || module.photometric() == PixelModule.Photometric.PALETTE_COLOR) {
            throw new Refused("JPEG Baseline pixels are 8-bit grey or colour, not " + module.photometric() + " of "
                    + module.bitsStored() + " bits in " + module.bitsAllocated());
        }
        byte[] stream = JpegStream.prepared(Fragments.frame(data, pixels(data)), module);
        try {
            Image image = jpeg.decode(stream, "").image();
            if (image.height() != module.rows() || image.width() != module.columns()
                    || image.channels() != module.samples()) {
                throw new Refused("its JPEG stream comes out as another size than the data set tells of");
            }
            return image;
        } catch (UnreadableImageException unusable) {
            throw new Refused("its JPEG stream: " + unusable.reason());
        }
    }

    private Samples samples(DataSet data, PixelModule module, List<String> warnings) throws Refused {
        Element pixels = pixels(data);
        boolean subsampled = module.photometric() == PixelModule.Photometric.YBR_FULL_422;
        switch (data.syntax().coding()) {
            case JPEG -> {
                return new Samples(module, jpeg(data, module).pixels(), 0, true, false, Samples.Order.INTERLEAVED);
            }
            case RLE -> {
                if (subsampled) {
                    throw new Refused("YBR_FULL_422 pixels in RLE, which the standard doesn't have");
                }
                return new Samples(module, RunLength.decode(Fragments.frame(data, pixels), module), 0, true, false,
                        Samples.Order.PLANAR);
            }
            default -> {
                if (pixels.undefined()) {
                    throw new Refused(pixels.describe() + " is encapsulated, but its transfer syntax isn't a compressed one");
                }
                Samples.Order order = module.planar() ? Samples.Order.PLANAR : Samples.Order.INTERLEAVED;
                if (subsampled && pixels.length() >= Samples.bytes(module, order)) {
                    warnings.add("it calls its pixels YBR_FULL_422, but they are as many as YBR_FULL has; read as that");
                } else if (subsampled) {
                    order = Samples.Order.SUBSAMPLED;
                    if (module.columns() % 2 != 0) {
                        throw new Refused("YBR_FULL_422 pixels with an odd number of columns");
                    }
                }
                long needed = Samples.bytes(module, order);
                if (pixels.length() < needed) {
                    throw new Refused(pixels.describe() + " holds " + pixels.length() + " bytes, but " + module.columns()
                            + " x " + module.rows() + " pixels need " + needed);
                }
                boolean swapped = !data.syntax().little() && pixels.type().equals("OW") && module.bitsAllocated() == 8
                        && pixels.length() % 2 == 0;
                return new Samples(module, data.file(), pixels.value(), data.syntax().little(), swapped, order);
            }
        }
    }

    private static Element pixels(DataSet data) throws Refused {
        return data.element(Attribute.PIXEL_DATA).orElseThrow(() -> new Refused("it holds no image"));
    }
}
