package org.synthoscope.collection.isic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.synthoscope.collection.Catalogue;

/** Gathers from a fake archive into a study, with short limits and no real pauses. */
final class Gathers {

    /** Patient enough for a busy machine: nothing that answers at all is given up. */
    static final NetworkLimits LIMITS = limits(20_000, 20_000, 60_000, 3);

    private final Path study;
    final FakePacing pacing = new FakePacing();
    NetworkLimits limits = LIMITS;
    int parallel = 3;
    boolean anew;
    boolean verify;

    Gathers(Path study) {
        this.study = study;
    }

    /** Milliseconds until an answer begins, between its pieces, and for the whole. */
    static NetworkLimits limits(int answer, int silence, int whole, int attempts) {
        return new NetworkLimits(Duration.ofSeconds(20), Duration.ofMillis(answer), Duration.ofMillis(silence),
                Duration.ofMillis(whole), 200_000, 400_000, attempts, Duration.ofSeconds(1), Duration.ofSeconds(60),
                Duration.ofSeconds(300), 3);
    }

    static IsicRequest request(FakeArchive archive) {
        return IsicRequest.of("").at(archive.base());
    }

    IsicSummary gather(IsicRequest request) {
        return gather(request, IsicProgress.NONE);
    }

    IsicSummary gather(IsicRequest request, IsicProgress progress) {
        try (Catalogue catalogue = catalogue()) {
            return IsicSource.gather(catalogue, request, new IsicSource.Options(parallel, anew, verify, limits, pacing), progress);
        }
    }

    Catalogue catalogue() {
        return Catalogue.open(study.resolve(Catalogue.NAME));
    }

    /** All rows of a query, columns joined by a bar. */
    List<String> rows(String sql, int columns) {
        try (Catalogue catalogue = catalogue()) {
            return catalogue.list(sql, row -> {
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < columns; i++) {
                    text.append(i == 0 ? "" : "|").append(row.text(i));
                }
                return text.toString();
            });
        }
    }

    /** The reason why an image was left out. */
    String reason(String isicId) {
        return String.join("; ", rows("SELECT reason FROM left_out WHERE file = '" + isicId + "'", 1));
    }

    /** All files in the study's folder but the catalogue's, with forward slashes. */
    TreeSet<String> files() {
        try (Stream<Path> walk = Files.walk(study)) {
            TreeSet<String> files = new TreeSet<>();
            walk.filter(Files::isRegularFile).map(file -> study.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> !name.startsWith("catalogue.db")).forEach(files::add);
            return files;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
