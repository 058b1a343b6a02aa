package org.synthoscope.collection.isic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.synthoscope.base.ChildJvm;
import org.synthoscope.collection.Catalogue;

/** A gather in a process of its own, killed without warning: what is there is whole, and the next one goes on. */
@Timeout(600)
class IsicKillTest {

    private static final int IMAGES = 40;

    @TempDir
    private Path study;
    /** Lets so many files through; a new one sends home who waits at the old one. */
    private final AtomicReference<Semaphore> gate = new AtomicReference<>(new Semaphore(0));

    /** The process that is killed. */
    static final class Child {
        private Child() {
        }

        public static void main(String[] args) {
            try (Catalogue catalogue = Catalogue.open(Path.of(args[0]).resolve(Catalogue.NAME))) {
                IsicSource.gather(catalogue, IsicRequest.of("").at(URI.create(args[1])),
                        new IsicSource.Options(3, false, false, Gathers.LIMITS, Pacing.REAL), IsicProgress.NONE);
            }
        }
    }

    @Test
    void aKilledGatherLeavesWholeFilesAndAConsistentCatalogueAndIsGoneOnWith() throws Exception {
        try (FakeArchive archive = new FakeArchive()) {
            archive.pageSize = 15;
            for (int i = 1; i <= IMAGES; i++) {
                archive.add(i, i % 2 == 0 ? "Nevus" : "Melanoma Invasive");
                halfUntilLetThrough(archive, i);
            }
            Gathers gathers = new Gathers(study);
            int kills = 0;
            for (int stopAt : new int[] {4, 17, 31}) {
                int more = stopAt - (int) gatheredFiles(gathers);
                gate.set(new Semaphore(more));
                Process child = new ChildJvm(study).start(Child.class, study.toString(), archive.base().toString());
                while (child.isAlive() && gatheredFiles(gathers) < stopAt) {
                    Thread.sleep(3);
                }
                assertTrue(child.isAlive(), "the child ended before it was killed");
                child.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
                kills++;
                assertWhole(gathers);
            }
            long before = gatheredFiles(gathers);
            assertEquals(31, before);
            gate.set(new Semaphore(IMAGES));

            long asked = archive.filesAsked();
            IsicSummary last = gathers.gather(Gathers.request(archive));

            assertTrue(last.complete());
            assertEquals(IMAGES - before, last.gathered());
            assertEquals(before, last.already());
            assertEquals(IMAGES, gatheredFiles(gathers));
            assertEquals(List.of("" + IMAGES), gathers.rows("SELECT count(*) FROM image WHERE sha256 IS NOT NULL", 1));
            assertEquals(List.of(), gathers.rows("SELECT file FROM left_out", 1));
            assertEquals(IMAGES - before, archive.filesAsked() - asked, "what is whole isn't fetched again");
            // Each kill may lose what was under way, and nothing else.
            assertTrue(archive.filesAsked() <= IMAGES + 3L * kills, "asked " + archive.filesAsked() + " times");
            assertWhole(gathers);
        }
    }

    /** Half of a file, and the other half when the gate lets it through: a kill always finds something to cut. */
    private void halfUntilLetThrough(FakeArchive archive, int number) {
        byte[] content = FakeArchive.picture(number);
        archive.at(FakeArchive.file(number), exchange -> {
            Semaphore mine = gate.get();
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            try {
                while (!mine.tryAcquire(5, TimeUnit.MILLISECONDS)) {
                    if (gate.get() != mine) {
                        throw new IOException("whoever asked was killed");
                    }
                }
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
            exchange.getResponseBody().write(content, content.length / 2, content.length - content.length / 2);
            return true;
        });
    }

    private static long gatheredFiles(Gathers gathers) {
        return gathers.files().stream().filter(file -> file.endsWith(".jpg")).count();
    }

    private void assertWhole(Gathers gathers) throws IOException {
        for (String file : gathers.files()) {
            if (file.endsWith(".jpg")) {
                int number = Integer.parseInt(file.replaceAll(".*ISIC_0*([0-9]+)\\.jpg", "$1"));
                assertArrayEquals(FakeArchive.picture(number), Files.readAllBytes(study.resolve(file)), file);
            }
        }
        assertEquals(List.of("ok"), gathers.rows("PRAGMA integrity_check", 1));
        for (String row : gathers.rows("SELECT file, bytes FROM image", 2)) {
            String[] image = row.split("\\|");
            assertEquals(Long.parseLong(image[1]), Files.size(study.resolve("gathered/isic").resolve(image[0])),
                    "every row has its file");
        }
    }
}
