package org.synthoscope.collection;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.synthoscope.image.ImageFormat;
import org.synthoscope.base.SynthoscopeException;

/**
 * A folder of class folders: {@code root/melanoma/a.jpg} is of class {@code melanoma}; deeper folders belong to the class
 * of the outermost. A folder with images and no folders is one class, {@value #ONLY_CLASS}.
 *
 * <p>Hidden files and folders are skipped. A class folder may be a symbolic link to a folder: that is how sets are put together
 * without copying, and a warning names where it leads. All other links are left out, since they could lead out of the folder or
 * show one image twice; so are links to a folder that is in the set already or around it. Nothing is decoded and nothing is
 * written.
 */
public final class FolderSource {

    /** The class of images that lie in no class folder. */
    public static final String ONLY_CLASS = "images";

    private final Path root;
    private final GroupRule rule;
    private final List<String> files = new ArrayList<>();
    private final Set<String> masks = new HashSet<>();
    private final List<LeftOut> leftOut = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final FolderLinks links;
    private int others;

    private FolderSource(Path root, GroupRule rule) {
        this.root = root;
        this.rule = rule;
        this.links = new FolderLinks(List.of(root));
    }

    /**
     * Lists a folder's images in a fixed order.
     *
     * @throws SynthoscopeException if the folder can't be read, holds no images, or its {@code patients.csv} is wrong
     */
    public static Scan scan(Path root, GroupRule rule) {
        if (!Files.isDirectory(root)) {
            throw new SynthoscopeException(root + (Files.exists(root) ? " is a file; name the folder that holds the class "
                    + "folders" : " doesn't exist; check the path of the folder of images"));
        }
        return new FolderSource(root, rule).scan();
    }

    private Scan scan() {
        if (!Files.isReadable(root)) {
            throw new SynthoscopeException(root + ": no permission to read this folder");
        }
        walk(root, "");
        links.followed().forEach((name, link) -> {
            warnings.add(name + " is a symbolic link: the images of this class are read from " + FolderLinks.target(link));
            walk(link, name + "/");
        });
        leftOut.addAll(links.leftOut());
        List<ImageEntry> entries = entries();
        if (entries.isEmpty()) {
            throw new SynthoscopeException(root + " holds no images. Expected a folder for each class with JPEG, PNG, BMP "
                    + "or TIFF files inside, e.g. " + root.resolve("melanoma").resolve("image1.jpg")
                    + (others > 0 ? "; it holds " + others + " files of other kinds" : "")
                    + (leftOut.isEmpty() ? "" : "; " + leftOut.size() + " left out, the first: " + leftOut.get(0).file()
                    + " (" + leftOut.get(0).reason() + ")"));
        }
        leftOut.sort(Comparator.comparing(LeftOut::file));
        if (others > 0) {
            warnings.add(others + (others == 1 ? " file whose name isn't" : " files whose names aren't")
                    + " that of an image: ignored");
        }
        Scan scan = new Scan(root, entries, leftOut, warnings);
        if (scan.classes().size() == 1) {
            warnings.add("only one class, " + scan.classes().get(0) + ": images can be made, but nothing can be said about "
                    + "telling classes apart");
            scan = new Scan(root, entries, leftOut, warnings);
        }
        return scan;
    }

    private void walk(Path folder, String prefix) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                String file = prefix + name;
                if (name.startsWith(".") || Files.isHidden(path)) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    links.met(path, file, prefix.isEmpty());
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    walk(path, file + "/");
                } else if (ImageFormat.looksLikeImage(name)) {
                    files.add(file);
                } else if (!file.endsWith(".csv")) {
                    others++;
                }
            }
        } catch (AccessDeniedException denied) {
            leftOut.add(new LeftOut(prefix, "no permission to read this folder"));
        } catch (IOException | java.nio.file.DirectoryIteratorException failed) {
            leftOut.add(new LeftOut(prefix, "this folder can't be read (" + failed.getMessage() + ")"));
        }
    }

    private List<ImageEntry> entries() {
        files.sort(Comparator.naturalOrder());
        setMasksAside();
        boolean classFolders = files.stream().anyMatch(file -> file.indexOf('/') > 0);
        PatientTable table = PatientTable.of(root);
        Map<String, PatientTable.Row> rows = new TreeMap<>();
        int unnamed = 0;
        for (String file : files) {
            if (classFolders && file.indexOf('/') < 0) {
                leftOut.add(new LeftOut(file, "it lies beside the class folders, so its class is unknown"));
                continue;
            }
            Optional<PatientTable.Row> row = table.row(file);
            String byName = rule.patient(file.substring(file.lastIndexOf('/') + 1)).orElse("");
            unnamed += row.isEmpty() && byName.isEmpty() ? 1 : 0;
            rows.put(file, row.orElse(new PatientTable.Row(byName, "")));
        }
        if (unnamed > 0 && (!table.isEmpty() || rule.pattern().isPresent())) {
            warnings.add(unnamed + " of " + rows.size() + " images have no known patient and count as patients of their own");
        } else if (unnamed > 0) {
            warnings.add("no patients are known, so every image counts as a patient of its own: several images of one patient "
                    + "may end up on both sides of a split; a " + PatientTable.NAME + " (file,patient) or a patient pattern "
                    + "prevents that");
        }
        Map<String, String> groups = PatientTable.groups(rows);
        List<ImageEntry> entries = new ArrayList<>();
        rows.forEach((file, row) -> {
            String className = classFolders ? file.substring(0, file.indexOf('/')) : ONLY_CLASS;
            entries.add(new ImageEntry(file, className, groups.get(file), new ImageFacts(row.patient(), row.lesion(), "", "",
                    "", MaskNames.beside(file, masks::contains), new TreeMap<>()), Optional.empty()));
        });
        return entries;
    }

    /** What is called as the mask of an image beside it is no image of its own. */
    private void setMasksAside() {
        Set<String> all = new HashSet<>(files);
        files.removeIf(file -> MaskNames.imageOf(file, all::contains).isPresent() && masks.add(file));
        if (!masks.isEmpty()) {
            warnings.add(masks.size() + (masks.size() == 1 ? " file is" : " files are") + " called as the mask of an image beside "
                    + "it and recorded as that");
        }
    }

    /**
     * Lists a folder's images for the catalogue.
     *
     * @param rule  how a file's name tells its patient
     * @param masks where masks lie, in the same folders or in none; without it, beside the images
     * @param facts licence, attribution and origin of all; the rest is ignored
     * @throws SynthoscopeException as {@link #scan}, or if the folder of masks isn't there
     */
    public static Listing list(Path root, GroupRule rule, Optional<Path> masks, ImageFacts facts) {
        Scan scan = scan(root, rule);
        Optional<ImageFolders> folder = masks.map(path -> ImageFolders.of(List.of(path), Optional.empty()));
        List<GatheredImage> images = new ArrayList<>();
        for (ImageEntry entry : scan.entries()) {
            ImageFacts own = entry.facts();
            Optional<String> mask = folder.isPresent() ? MaskNames.within(entry.file(), folder.get()::contains) : own.mask();
            images.add(new GatheredImage(entry.file(), entry.className(), new ImageFacts(own.patient(), own.lesion(),
                    facts.licence(), facts.attribution(), facts.origin(), mask, new TreeMap<>())));
        }
        return new Listing(scan.root().toAbsolutePath().normalize(), folder.map(ImageFolders::root)
                .orElse(scan.root().toAbsolutePath().normalize()), images, scan.leftOut(), scan.warnings());
    }
}
