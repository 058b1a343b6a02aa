package org.synthoscope.collection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.synthoscope.image.ImageFormat;

/**
 * Which symbolic links under folders of images are followed: those among the outermost that lead to a folder, each to a folder
 * that is neither in what is looked at already nor around it. So sets can be put together of linked class folders, while a link
 * deep inside a set can't show anything from elsewhere, no image is shown twice, and no walk goes in circles.
 */
public final class FolderLinks {

    private final List<Path> roots;
    private final Map<String, Path> outermost = new TreeMap<>();
    private final List<LeftOut> leftOut = new ArrayList<>();

    /** @param roots the folders that are looked at */
    public FolderLinks(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Notes a link that was met.
     *
     * @param name   as the user is told of it
     * @param direct whether it lies in one of the roots itself
     */
    public void met(Path link, String name, boolean direct) {
        boolean image = ImageFormat.looksLikeImage(name);
        if (!Files.exists(link)) {
            if (image || direct) {
                leftOut.add(new LeftOut(name, "a symbolic link to something that isn't there"));
            }
        } else if (direct && Files.isDirectory(link)) {
            outermost.put(name, link);
        } else if (image || Files.isDirectory(link)) {
            leftOut.add(new LeftOut(name, "a symbolic link; only those to whole class folders are followed: put the files "
                    + "themselves here"));
        }
    }

    /** The links to follow, by name; called when all have been met. The others are among {@link #leftOut}. */
    public Map<String, Path> followed() {
        Map<String, Path> followed = new TreeMap<>();
        List<Path> taken = new ArrayList<>();
        outermost.forEach((name, link) -> {
            try {
                Path real = link.toRealPath();
                if (taken.isEmpty()) {
                    for (Path root : roots) {
                        taken.add(root.toRealPath());
                    }
                }
                Optional<Path> same = taken.stream().filter(t -> real.startsWith(t) || t.startsWith(real)).findFirst();
                if (same.isPresent()) {
                    leftOut.add(new LeftOut(name, "a symbolic link to " + real + ", which has images in common with " + same.get()
                            + ": they would count twice"));
                } else {
                    taken.add(real);
                    followed.put(name, link);
                }
            } catch (IOException failed) {
                leftOut.add(new LeftOut(name, "a symbolic link that can't be followed (" + failed.getMessage() + ")"));
            }
        });
        return followed;
    }

    /** The links that aren't followed, and why. */
    public List<LeftOut> leftOut() {
        return List.copyOf(leftOut);
    }

    /** Where a link leads, for people. */
    public static String target(Path link) {
        try {
            return link.toRealPath().toString();
        } catch (IOException gone) {
            return link.toString();
        }
    }
}
