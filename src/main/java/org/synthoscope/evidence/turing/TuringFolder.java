package org.synthoscope.evidence.turing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * A test on disk: {@code design.json}, which holds the truth and isn't for readers, and {@code answers/NAME.jsonl}, a line an
 * answer, on the disk before the next image is shown. A line that a kill cut off is dropped; its image is asked again.
 */
public final class TuringFolder {

    private static final String FORM = "synthoscope-turing-1";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final String ENDING = ".jsonl";
    private static final String NAME = "[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]{0,39}";

    private final Path root;

    public TuringFolder(Path root) {
        this.root = root;
    }

    public Path design() {
        return root.resolve("design.json");
    }

    /** The result in the stable form. */
    public Path result() {
        return root.resolve("turing.json");
    }

    /** The page of the result. */
    public Path page() {
        return root.resolve("turing.html");
    }

    /**
     * A reader's name as files have it: lower case, single spaces.
     *
     * @throws SynthoscopeException if it can't be a file's name everywhere
     */
    public static String reader(String given) {
        String name = given.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        if (!name.matches(NAME) || name.endsWith(".")) {
            throw new SynthoscopeException("a reader's name has 1 to 40 letters, digits, spaces, dots and hyphens, and begins with a "
                    + "letter or digit; initials will do");
        }
        return name;
    }

    private Path answersOf(String reader) {
        return root.resolve("answers").resolve(reader + ENDING);
    }

    /** Writes the design. */
    public void write(TuringDesign design) {
        ObjectNode root = JSON.createObjectNode().put("form", FORM).put("note", "holds the truth: not for readers");
        root.set("design", JSON.valueToTree(design));
        AtomicFile.write(design(), root.toPrettyString() + "\n");
    }

    /** Whether a test was begun here. */
    public boolean begun() {
        return Files.exists(design());
    }

    /** @throws SynthoscopeException if it isn't there or was damaged */
    public TuringDesign read() {
        try {
            JsonNode root = JSON.readTree(Files.readString(design()));
            if (!root.path("form").asText().equals(FORM)) {
                throw new SynthoscopeException(design() + " is no design of this form (" + FORM + "); begin a test in another folder");
            }
            return JSON.treeToValue(root.get("design"), TuringDesign.class);
        } catch (IOException | IllegalArgumentException damaged) {
            throw new SynthoscopeException(design() + " can't be read (" + damaged.getMessage()
                    + "); without it the answers can't be judged: restore it, or begin anew in another folder", damaged);
        }
    }

    /** The readers who answered anything, with all they answered, by name. */
    public Map<String, List<Answer>> answers() {
        Map<String, List<Answer>> all = new TreeMap<>();
        Path folder = root.resolve("answers");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(ENDING))
                        .map(f -> f.substring(0, f.length() - ENDING.length())).forEach(r -> all.put(r, answers(r)));
            } catch (IOException unreadable) {
                throw new SynthoscopeException(folder + " can't be read (" + unreadable.getMessage() + ")", unreadable);
            }
        }
        return all;
    }

    /**
     * What a reader answered so far, trial by trial.
     *
     * @throws SynthoscopeException if the file was changed by other hands
     */
    public List<Answer> answers(String reader) {
        Path file = answersOf(reader);
        List<Answer> answers = new ArrayList<>();
        if (!Files.exists(file)) {
            return answers;
        }
        try {
            String text = Files.readString(file);
            for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
                if (line.isEmpty()) {
                    continue;
                }
                Answer answer = JSON.readValue(line, Answer.class);
                if (answer.trial() != answers.size()) {
                    throw new SynthoscopeException(file + ", line " + (answers.size() + 1) + ": answers must follow each other, "
                            + "but this is number " + answer.trial());
                }
                answers.add(answer);
            }
            return answers;
        } catch (IOException damaged) {
            throw new SynthoscopeException(file + ", line " + (answers.size() + 1) + ": it can't be read ("
                    + (damaged instanceof JsonProcessingException json ? json.getOriginalMessage() : damaged.getMessage())
                    + "); take the line and all after it out to have those images asked again", damaged);
        }
    }

    /** Appends an answer and waits until it is on the disk. */
    public void append(String reader, Answer answer) {
        Path file = answersOf(reader);
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                channel.position(wholeLines(channel));
                channel.truncate(channel.position());
                ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(answer) + "\n").getBytes(StandardCharsets.UTF_8));
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            }
        } catch (IOException full) {
            throw new SynthoscopeException("the answer could not be kept in " + file + " (" + full.getMessage()
                    + "); free some space and answer again", full);
        }
    }

    /** Where the last whole line ends: what a kill left behind it is overwritten. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long at = channel.size(); at > 0; at--) {
            one.clear();
            channel.read(one, at - 1);
            if (one.get(0) == '\n') {
                return at;
            }
        }
        return 0;
    }
}
