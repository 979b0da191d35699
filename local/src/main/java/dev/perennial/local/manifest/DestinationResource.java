package dev.perennial.local.manifest;

import dev.perennial.local.manifest.Destination.ToBroker;
import dev.perennial.local.manifest.Destination.ToService;
import dev.perennial.local.manifest.Destination.ToSink;

record DestinationResource(ObjectRef ref) {

  DestinationResource {
    InvalidFieldException.requirePresent(ref, "ref");
  }

  Destination resolve(DeclaredResources declared, String path) {
    for (Kind kind : new Kind[] {Kind.BROKER, Kind.SERVICE, Kind.SINK}) {
      if (ref.isA(kind)) {
        declared.require(kind, ref.name(), path + ".ref.name");
        return to(kind);
      }
    }
    throw ref.notImplemented(path + ".ref");
  }

  private Destination to(Kind kind) {
    return switch (kind) {
      case BROKER -> new ToBroker(ref.name());
      case SERVICE -> new ToService(ref.name());
      default -> new ToSink(ref.name());
    };
  }
}
