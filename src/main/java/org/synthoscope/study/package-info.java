/**
 * The pipeline: reads {@code study.yaml}, runs pack, train, generate, evaluate and report in order, goes on where an
 * earlier call stopped, and records provenance. What a stage does is the business of the packages below; here it is
 * only put together.
 */
package org.synthoscope.study;
