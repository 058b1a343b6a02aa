package org.synthoscope.tensor;

import org.bytedeco.pytorch.global.torch;

/**
 * Where tensors live and are computed.
 *
 * @param kind  CPU or CUDA
 * @param index the number of the GPU; 0 on the CPU
 */
public record Device(Kind kind, int index) {

    /** The processor's memory, always there. */
    public static final Device CPU = new Device(Kind.CPU, 0);

    /** Kinds of device. */
    public enum Kind { CPU, CUDA }

    /**
     * Parses {@code cpu}, {@code cuda}, {@code cuda:1} or {@code auto} (the first GPU that answers, else the CPU).
     *
     * @throws TensorException if the name is none of these, or the GPU isn't there
     */
    public static Device parse(String name) {
        if (name.equals("cpu")) {
            return CPU;
        }
        if (name.equals("auto")) {
            return Engine.start().gpuAvailable() ? new Device(Kind.CUDA, 0) : CPU;
        }
        if (name.matches("cuda(:\\d{1,3})?")) {
            if (!Engine.start().gpuAvailable()) {
                throw new TensorException("device '" + name + "' asked for, but the engine sees no GPU; "
                        + "use 'cpu' or 'auto', or build with -Pgpu on a machine with CUDA 13 and cuDNN 9");
            }
            return new Device(Kind.CUDA, name.equals("cuda") ? 0 : Integer.parseInt(name.substring(5)));
        }
        throw new TensorException("unknown device '" + name + "'; it is one of cpu, cuda, cuda:N, auto");
    }

    org.bytedeco.pytorch.Device nativeDevice() {
        torch.DeviceType type = kind == Kind.CPU ? torch.DeviceType.CPU : torch.DeviceType.CUDA;
        return new org.bytedeco.pytorch.Device(type, kind == Kind.CPU ? (byte) -1 : (byte) index);
    }

    @Override
    public String toString() {
        return kind == Kind.CPU ? "cpu" : "cuda:" + index;
    }
}
