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

    /** Short enough for tests, long enough for a busy machine. */
    static final NetworkLimits LIMITS = new NetworkLimits(Duration.ofSeconds(5), Duration.ofSeconds(5),
            Duration.ofSeconds(5), Duration.ofSeconds(20), 200_000, 400_000, 3, Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofSeconds(300), 3);
    /** The same for servers that are expected to fall silent. */
    static final NetworkLimits IMPATIENT = new NetworkLimits(Duration.ofSeconds(5), Duration.ofMillis(400),
            Duration.ofMillis(400), Duration.ofMillis(1500), 200_000, 400_000, 2, Duration.ofSeconds(1),
            Duration.ofSeconds(60), Duration.ofSeconds(300), 3);

    private final Path study;
    final FakePacing pacing = new FakePacing();
    NetworkLimits limits = LIMITS;
    int parallel = 3;
    boolean anew;

    Gathers(Path study) {
        this.study = study;
    }

    static IsicRequest request(FakeArchive archive) {
        return IsicRequest.of("").at(archive.base());
    }

    IsicSummary gather(IsicRequest request) {
        return gather(request, IsicProgress.NONE);
    }

    IsicSummary gather(IsicRequest request, IsicProgress progress) {
        try (Catalogue catalogue = catalogue()) {
            return IsicSource.gather(catalogue, request, new IsicSource.Options(parallel, anew, limits, pacing), progress);
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
