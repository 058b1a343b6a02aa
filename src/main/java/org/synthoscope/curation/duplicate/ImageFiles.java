package org.synthoscope.curation.duplicate;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.synthoscope.base.SynthoscopeException;
import org.synthoscope.collection.FolderLinks;
import org.synthoscope.collection.LeftOut;
import org.synthoscope.image.ImageFormat;

/**
 * The image files under some folders, however they are laid out: classes don't matter here.
 *
 * @param files   sorted by name
 * @param leftOut what looks like an image or a folder and can't be used, and why
 */
public record ImageFiles(List<Entry> files, List<LeftOut> leftOut) {

    /**
     * One file.
     *
     * @param name relative to its folder, with forward slashes; with several folders, behind the folder as it was given
     */
    public record Entry(String name, Path path) {
    }

    public ImageFiles {
        files = List.copyOf(files);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Lists the folders' images; hidden files are skipped, and of symbolic links only those that {@link FolderLinks} follows are.
     *
     * @throws SynthoscopeException if a folder isn't there, or one lies in another: its files would be there twice
     */
    public static ImageFiles under(List<Path> folders) {
        List<Path> real = new ArrayList<>();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new SynthoscopeException(folder + (Files.exists(folder) ? " is a file; name the folder it lies in"
                        : " doesn't exist; check the path of the folder of images"));
            }
            try {
                real.add(folder.toRealPath());
            } catch (IOException unreachable) {
                throw new SynthoscopeException(folder + ": this folder can't be read (" + unreachable.getMessage() + ")");
            }
        }
        for (int i = 0; i < real.size(); i++) {
            for (int j = 0; j < real.size(); j++) {
                if (i != j && real.get(i).startsWith(real.get(j))) {
                    throw new SynthoscopeException(folders.get(i) + " lies in " + folders.get(j) + ", so its files would be "
                            + "compared with themselves; name folders that have nothing in common");
                }
            }
        }
        List<Entry> files = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        FolderLinks links = new FolderLinks(folders);
        for (Path folder : folders) {
            String given = folder.toString().replace('\\', '/');
            walk(folder, folders.size() == 1 ? "" : given.endsWith("/") ? given : given + "/", files, leftOut, links, true);
        }
        links.followed().forEach((name, link) -> walk(link, name + "/", files, leftOut, links, false));
        leftOut.addAll(links.leftOut());
        files.sort(Comparator.comparing(Entry::name));
        leftOut.sort(Comparator.comparing(LeftOut::file));
        return new ImageFiles(files, leftOut);
    }

    private static void walk(Path folder, String prefix, List<Entry> files, List<LeftOut> leftOut, FolderLinks links,
                             boolean given) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            for (Path path : stream) {
                String name = path.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                boolean image = ImageFormat.looksLikeImage(name);
                if (Files.isSymbolicLink(path)) {
                    links.met(path, prefix + name, given);
                } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    walk(path, prefix + name + "/", files, leftOut, links, false);
                } else if (image) {
                    files.add(new Entry(prefix + name, path));
                }
            }
        } catch (IOException | DirectoryIteratorException failed) {
            leftOut.add(new LeftOut(prefix, "this folder can't be read (" + failed.getMessage() + ")"));
        }
    }
}
