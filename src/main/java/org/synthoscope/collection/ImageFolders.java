package org.synthoscope.collection;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.image.ImageFormat;

/**
 * The image files in some folders and the folders within, found by path, by name or by name without extension. Links aren't
 * followed and hidden files are skipped.
 */
final class ImageFolders {

    private final List<Path> folders;
    private final Path root;
    private final TreeSet<String> files = new TreeSet<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Map<String, String> unusable = new TreeMap<>();

    private ImageFolders(List<Path> folders, Path root) {
        this.folders = folders;
        this.root = root;
    }

    /**
     * Lists folders.
     *
     * @param except a folder to pass over, e.g. that of the masks
     * @throws SynthoscopeException if one isn't there or can't be read, or they share no root
     */
    static ImageFolders of(List<Path> given, Optional<Path> except) {
        List<Path> folders = given.stream().map(folder -> folder.toAbsolutePath().normalize()).distinct().toList();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new SynthoscopeException("there is no folder " + folder + "; name the folder that holds the images");
            }
        }
        ImageFolders found = new ImageFolders(folders, common(folders));
        folders.forEach(folder -> found.walk(folder, except.map(path -> path.toAbsolutePath().normalize())));
        found.files.forEach(found::index);
        return found;
    }

    private static Path common(List<Path> folders) {
        Path root = folders.get(0);
        for (Path folder : folders) {
            while (root != null && !folder.startsWith(root)) {
                root = root.getParent();
            }
        }
        if (root == null) {
            throw new SynthoscopeException("the folders of images lie on different drives; gather them as two sources");
        }
        return root;
    }

    /** What the files' names are relative to: the folder, or the nearest folder around several. */
    Path root() {
        return root;
    }

    private void walk(Path folder, Optional<Path> except) {
        if (except.filter(folder::equals).isPresent()) {
            return;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                if (name.startsWith(".") || Files.isHidden(path)) {
                    continue;
                }
                if (Files.isSymbolicLink(path)) {
                    if (ImageFormat.looksLikeImage(name)) {
                        unusable.put(relative(path), "a symbolic link; links aren't followed: put the file itself here");
                    }
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    walk(path, except);
                } else if (ImageFormat.looksLikeImage(name)) {
                    files.add(relative(path));
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            if (folders.contains(folder)) {
                throw new SynthoscopeException(folder + ": no permission to read this folder, or it can't be read ("
                        + failed.getMessage() + ")", failed);
            }
            unusable.put(relative(folder), "this folder can't be read (" + failed.getMessage() + ")");
        }
    }

    private String relative(Path path) {
        return root.relativize(path).toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private void index(String file) {
        String name = file.substring(file.lastIndexOf('/') + 1);
        byName.computeIfAbsent(name, key -> new ArrayList<>()).add(file);
        String stem = MaskNames.stem(name);
        if (!stem.equals(name)) {
            byName.computeIfAbsent(stem, key -> new ArrayList<>()).add(file);
        }
    }

    /** All image files, sorted. */
    Iterable<String> files() {
        return files;
    }

    /** Links and folders that can't be used, with the reason. */
    Map<String, String> unusable() {
        return unusable;
    }

    boolean contains(String file) {
        return files.contains(file);
    }

    /** The files that a name can mean: none, the one, or several. */
    List<String> find(String name) {
        for (Path folder : folders) {
            String file = relative(folder.resolve(name).normalize());
            if (files.contains(file)) {
                return List.of(file);
            }
        }
        List<String> found = byName.getOrDefault(name, List.of());
        if (found.isEmpty() && name.indexOf('/') >= 0) {
            // With a folder but without extension.
            String stem = name.substring(name.lastIndexOf('/') + 1);
            found = byName.getOrDefault(stem, List.of()).stream()
                    .filter(file -> MaskNames.stem(file).equals(name) || MaskNames.stem(file).endsWith("/" + name)).toList();
        }
        List<String> images = found.stream().filter(file -> MaskNames.imageOf(file, this::contains).isEmpty()).toList();
        return images.isEmpty() ? found : images;
    }

    /** The reason why a file of this name can't be used, if it is one of the unusable. */
    Optional<String> whyUnusable(String name) {
        return unusable.entrySet().stream().filter(entry -> {
            String file = entry.getKey();
            String bare = file.substring(file.lastIndexOf('/') + 1);
            return file.equals(name) || bare.equals(name) || MaskNames.stem(bare).equals(name);
        }).map(Map.Entry::getValue).findFirst();
    }
}
