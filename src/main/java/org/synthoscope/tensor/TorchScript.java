package org.synthoscope.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.StringIValueMap;
import org.bytedeco.pytorch.global.torch;

/**
 * A network from a TorchScript file, for inference. TorchScript has no access to files or processes, but it is a
 * program: the file's digest belongs into every result made with it.
 */
public final class TorchScript implements AutoCloseable {

    private final Path file;
    private final JitModule module;

    private TorchScript(Path file, JitModule module) {
        this.file = file;
        this.module = module;
    }

    /**
     * Loads a file written by {@code torch.jit.save}.
     *
     * @throws TensorException if the file is missing or isn't TorchScript
     */
    public static TorchScript load(Path file) {
        Engine.start();
        if (!Files.isRegularFile(file)) {
            throw new TensorException("no TorchScript file at " + file);
        }
        try {
            JitModule module = torch.load(file.toAbsolutePath().toString()).retainReference();
            module.eval();
            return new TorchScript(file, module);
        } catch (RuntimeException e) {
            throw new TensorException(file + " is no TorchScript file that this engine can read ("
                    + TensorException.firstLine(e) + "); save the network with torch.jit.script(...).save(...)", e);
        }
    }

    /**
     * The network's output for one input tensor. A tuple's first tensor counts.
     *
     * @throws TensorException if the network doesn't take this input or answers no tensor
     */
    public Tensor forward(Tensor input) {
        return forward(input, Map.of());
    }

    /**
     * The network's output for one input tensor and switches by name, e.g. {@code return_features}.
     *
     * @throws TensorException if the network doesn't take these or answers no tensor
     */
    public Tensor forward(Tensor input, Map<String, Boolean> switches) {
        try (StringIValueMap named = new StringIValueMap()) {
            switches.forEach((name, on) -> named.put(new BytePointer(name), new IValue(on)));
            IValue out = module.forward(new IValueVector(new IValue(input.ptr)), named);
            if (out.isTuple()) {
                out = out.toTuple().elements().get(0);
            }
            if (!out.isTensor()) {
                throw new TensorException(file + " answers no tensor but " + out.tagKind().getString());
            }
            return new Tensor(out.toTensor());
        } catch (TensorException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TensorException(file + " failed on an input of " + input + ": " + TensorException.firstLine(e), e);
        }
    }

    @Override
    public void close() {
        module.releaseReference();
    }
}
