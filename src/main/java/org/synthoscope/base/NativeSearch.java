package org.synthoscope.base;

import java.util.List;

/**
 * Where JavaCPP looks for native libraries. Left to itself it looks in every jar for some thirty CUDA libraries under three names
 * each, whenever it loads OpenCV or libtorch: two fifths of a second of processor time, for files that are only there with the
 * GPU natives. Before the first load it is told that there are none, unless there are.
 */
public final class NativeSearch {

    private static final String EXTENSION = "org.bytedeco.javacpp.platform.extension";
    private static final List<String> GPU = List.of(
            "org/bytedeco/pytorch/linux-x86_64-gpu/libjnitorch.so", "org/bytedeco/pytorch/windows-x86_64-gpu/jnitorch.dll",
            "org/bytedeco/opencv/linux-x86_64-gpu/libjniopencv_core.so",
            "org/bytedeco/opencv/windows-x86_64-gpu/jniopencv_core.dll");

    private NativeSearch() {
    }

    /** Narrows the search; a setting of the user's own stays. To be called before the first native library is loaded. */
    public static void narrow() {
        if (System.getProperty(EXTENSION) == null && !gpu(NativeSearch.class.getClassLoader())) {
            System.setProperty(EXTENSION, "");
        }
        // Both limits make JavaCPP count native memory and call the garbage collector; scopes do that job here.
        for (String limit : List.of("org.bytedeco.javacpp.maxBytes", "org.bytedeco.javacpp.maxPhysicalBytes")) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "0");
            }
        }
    }

    /** Whether there are natives for GPUs among a loader's resources. */
    static boolean gpu(ClassLoader loader) {
        return GPU.stream().anyMatch(name -> loader.getResource(name) != null);
    }
}
