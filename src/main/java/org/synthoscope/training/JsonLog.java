package org.synthoscope.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.synthoscope.base.AtomicFile;
import org.synthoscope.base.SynthoscopeException;

/**
 * {@code log.jsonl}: one JSON object a line with step, images, seconds, images a second, and the window's mean losses.
 * Readings of the collapse watch are lines of their own, with the key {@code watch}. On resume, lines written after the checkpoint are dropped, so that no image count appears twice.
 */
public final class JsonLog implements TrainingListener {

    private static final ObjectMapper JSON = new ObjectMapper();
    private Writer writer;

    @Override
    public void started(RunFolder folder, Trainable model, long step, long images) {
        try {
            Files.createDirectories(folder.root());
            if (Files.exists(folder.log())) {
                StringBuilder kept = new StringBuilder();
                for (JsonNode line : read(folder.log())) {
                    if (line.path("images").asLong() <= images) {
                        kept.append(line).append('\n');
                    }
                }
                AtomicFile.write(folder.log(), kept.toString());
            }
            writer = Files.newBufferedWriter(folder.log(), StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void logged(Progress progress, Map<String, Double> means) {
        ObjectNode line = JSON.createObjectNode();
        line.put("step", progress.step()).put("images", progress.images())
                .put("seconds", progress.elapsed().toMillis() / 1000.0)
                .put("images_per_second", Math.round(progress.imagesPerSecond() * 10) / 10.0);
        means.forEach(line::put);
        write(line + "\n");
    }

    @Override
    public void watched(Progress progress, List<Reading> readings, Optional<Alarm> alarm) {
        write(WatchLog.line(progress, readings, alarm));
    }

    private void write(String line) {
        try {
            writer.write(line);
            writer.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    /** The lines of a log; a last line that a kill cut off is passed over. */
    public static List<JsonNode> read(Path log) {
        List<JsonNode> lines = new ArrayList<>();
        try {
            // Not readAllLines: it refuses the whole file for one byte that isn't UTF-8.
            for (String line : new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList()) {
                try {
                    JsonNode node = JSON.readTree(line);
                    if (node.isObject()) {
                        lines.add(node);
                    }
                } catch (JsonProcessingException cutOff) {
                    break;
                }
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return lines;
    }

    private static SynthoscopeException failed(IOException e) {
        return new SynthoscopeException("the training log could not be written or read: " + e.getMessage()
                + "; the last checkpoint is intact. Free some space and run again", e);
    }
}
