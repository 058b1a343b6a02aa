package org.synthoscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.synthoscope.base.SynthoscopeException;

/**
 * A run's folder: {@code log.jsonl}, TensorBoard events, {@code samples/}, {@code checkpoints/} and, at the end,
 * {@code generator.safetensors}.
 *
 * @param root the folder
 */
public record RunFolder(Path root) {

    public Path log() {
        return root.resolve("log.jsonl");
    }

    public Path events() {
        return root.resolve("events");
    }

    public Path samples() {
        return root.resolve("samples");
    }

    public Path checkpoints() {
        return root.resolve("checkpoints");
    }

    /** The generator at the end of the run, on its own. */
    public Path generator() {
        return root.resolve("generator.safetensors");
    }

    /** That the run was stopped because it had collapsed, if it was. */
    public Path collapse() {
        return root.resolve("collapse.json");
    }

    /** Where the best checkpoint is kept aside. */
    Path best(long images) {
        return checkpoints().resolve(String.format(Locale.ROOT, "best-%012d.safetensors", images));
    }

    /** The checkpoints kept aside, the latest first; more than one only if a change of them was cut off. */
    List<Path> bestLatestFirst() {
        return list(checkpoints(), "best-\\d+\\.safetensors").stream()
                .sorted(java.util.Comparator.comparing(Path::toString).reversed()).toList();
    }

    /** Images shown, from the name of a checkpoint. */
    static long images(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().replaceAll("\\D", ""));
    }

    /** Where the checkpoint after a number of images lies. */
    Path checkpoint(long images) {
        return checkpoints().resolve(String.format(Locale.ROOT, "images-%012d.safetensors", images));
    }

    /** All checkpoints, the latest first. */
    public List<Path> checkpointsLatestFirst() {
        return list(checkpoints(), "images-.*\\.safetensors").stream()
                .sorted(java.util.Comparator.comparing(Path::toString).reversed()).toList();
    }

    /** What a process killed while it wrote a checkpoint left behind. */
    List<Path> unfinishedCheckpoints() {
        return list(checkpoints(), "\\.images-.*\\.part");
    }

    /** All sample grids, the earliest first. */
    public List<Path> sampleGrids() {
        return list(samples(), ".*\\.png").stream().sorted().toList();
    }

    private static List<Path> list(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().matches(pattern)).toList();
        } catch (IOException e) {
            throw new SynthoscopeException("could not list " + folder + ": " + e.getMessage()
                    + "; check its permissions", e);
        }
    }
}
