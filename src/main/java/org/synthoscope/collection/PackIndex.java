package org.synthoscope.collection;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.synthoscope.image.DecodeOptions;
import org.synthoscope.base.SynthoscopeException;

/**
 * What {@code packed/64.index.json} says about {@code packed/64.npy}; its presence marks the array as whole.
 *
 * @param schema        {@value #SCHEMA}
 * @param resizer       the rule by which pixels were made
 * @param decode        what was accepted
 * @param channelChoice what was asked for
 * @param count         N
 * @param height        H
 * @param width         W
 * @param channels      C
 * @param classes       sorted; labels are positions in it
 * @param splitSeed     the split's seed
 * @param fractions     the split's fractions
 * @param sha256        of the array's bytes, without the header, in hex
 * @param images        the N images in the array's order
 * @param leftOut       files of the source that have no place in the array
 * @param sourceChannels of pairs, how many of the channels are the source's; 0 for single images
 * @param pairs         {@value #PARTNER_FIRST} or {@value #IMAGE_FIRST} for pairs, empty for single images
 */
record PackIndex(int schema, String resizer, DecodeOptions decode, ChannelChoice channelChoice, int count, int height,
                 int width, int channels, List<String> classes, long splitSeed, SplitFractions fractions, String sha256,
                 List<Row> images, List<Missing> leftOut,
                 @JsonInclude(JsonInclude.Include.NON_DEFAULT) int sourceChannels,
                 @JsonInclude(JsonInclude.Include.NON_EMPTY) String pairs) {

    static final int SCHEMA = 1;
    static final String PARTNER_FIRST = "partner-to-image";
    static final String IMAGE_FIRST = "image-to-partner";

    PackIndex {
        // Left out of the file for single images.
        pairs = pairs == null ? "" : pairs;
    }

    /** Of single images. */
    PackIndex(int schema, String resizer, DecodeOptions decode, ChannelChoice channelChoice, int count, int height, int width,
              int channels, List<String> classes, long splitSeed, SplitFractions fractions, String sha256, List<Row> images,
              List<Missing> leftOut) {
        this(schema, resizer, decode, channelChoice, count, height, width, channels, classes, splitSeed, fractions, sha256,
                images, leftOut, 0, "");
    }

    /** @param sha256 of the source file's content, in hex; of a pair, those of both files with a + between */
    record Row(String file, int label, String group, Part part, String sha256) { }

    /** @param sha256 of the source file's content, in hex, or empty if it couldn't be read */
    record Missing(String file, String className, String group, Part part, String sha256, String reason) { }

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    static Path arrayFile(Path folder, int resolution) {
        return folder.resolve(resolution + ".npy");
    }

    static Path indexFile(Path folder, int resolution) {
        return folder.resolve(resolution + ".index.json");
    }

    byte[] toJson() throws JsonProcessingException {
        return (JSON.writeValueAsString(this) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static PackIndex read(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            JsonNode tree = JSON.readTree(content);
            int schema = tree.path("schema").asInt();
            if (schema != SCHEMA) {
                throw new SynthoscopeException(file + " has the form of version " + schema + ", this program reads version "
                        + SCHEMA + "; delete the folder and pack again, the originals are untouched");
            }
            PackIndex index = JSON.treeToValue(tree, PackIndex.class);
            if (index.images() == null || index.classes() == null || index.leftOut() == null || index.decode() == null
                    || index.fractions() == null || index.sha256() == null || index.images().size() != index.count()) {
                throw Npy.damaged(file, "fields are missing");
            }
            return index;
        } catch (IOException unreadable) {
            throw new SynthoscopeException(file + " can't be read (" + unreadable.getMessage().lines().findFirst().orElse("")
                    + "); delete it and pack again, the originals are untouched", unreadable);
        }
    }
}
