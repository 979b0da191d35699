package dev.perennial.runtime.web;

/** Creates the objects of one function and adds them to its parts. */
@FunctionalInterface
public interface Wiring {

  void wire(FunctionParts parts);
}
