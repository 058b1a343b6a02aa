package org.synthoscope.collection;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How the file of a mask is called after that of its image. */
final class MaskNames {

    private static final List<String> ENDINGS = List.of("_segmentation", "_mask", "-mask");
    private static final List<String> EXTENSIONS = List.of(".png", ".bmp", ".tif", ".tiff", ".jpg", ".jpeg", ".gif");

    private MaskNames() {
    }

    /** A file's name or path without its extension. */
    static String stem(String file) {
        int dot = file.lastIndexOf('.');
        return dot <= file.lastIndexOf('/') + 1 ? file : file.substring(0, dot);
    }

    /** The image beside a file that is called as its mask, if there is one. */
    static Optional<String> imageOf(String file, Predicate<String> exists) {
        String stem = stem(file);
        return ENDINGS.stream().filter(stem::endsWith).map(ending -> stem.substring(0, stem.length() - ending.length()))
                .flatMap(image -> List.of(".jpg", ".jpeg", ".png", ".JPG", ".JPEG", ".PNG", ".bmp", ".tif", ".tiff").stream()
                        .map(extension -> image + extension)).filter(exists).findFirst();
    }

    /** The mask of an image beside it, with forward slashes. */
    static Optional<String> beside(String image, Predicate<String> exists) {
        return ENDINGS.stream().flatMap(ending -> EXTENSIONS.stream().map(extension -> stem(image) + ending + extension))
                .filter(exists).findFirst();
    }

    /** The mask of an image in a folder of masks, which may have the image's own folders or none. */
    static Optional<String> within(String image, Predicate<String> exists) {
        String bare = image.substring(image.lastIndexOf('/') + 1);
        for (String place : List.of(image, bare)) {
            Optional<String> found = beside(place, exists).or(() -> EXTENSIONS.stream()
                    .map(extension -> stem(place) + extension).filter(exists).findFirst());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
