/**
 * Layers, initialisers, losses, optimisers and weight averages: what a network is made of and trained with.
 *
 * <p>The module tree lives in Java over plain tensor operations. A network knows the names and shapes of its
 * parameters from the moment it is constructed; tensors come into being when it is materialised. So counting
 * parameters needs no engine. Nothing here knows about GANs, runs or files.
 */
package org.synthoscope.nn;
