/**
 * The safe layer over libtorch: {@link org.synthoscope.tensor.Tensor}, scopes of native memory, devices, element
 * types, random streams with saved state, gradients, mixed precision and safetensors files.
 *
 * <p>This is the only package that imports the engine's bindings, and no public signature shows one of their types:
 * their pointer constructors are unchecked casts and the references they return may dangle, so both stay in here.
 * Nothing in this package knows what a layer, an image or a class is.
 *
 * <p>Threading: scopes, gradient mode and autocast are per thread. Compute on one thread; hand it plain arrays.
 */
package org.synthoscope.tensor;
