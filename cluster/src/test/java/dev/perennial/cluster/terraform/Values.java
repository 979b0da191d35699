package dev.perennial.cluster.terraform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import org.msgpack.value.ValueFactory;

/**
 * Values as Terraform and its providers exchange them, in MessagePack: maps and lists as such, all
 * others as a {@link Value}.
 */
final class Values {

  static final Value NULL = ValueFactory.newNil();

  /** What is known after the apply only. */
  static final Value UNKNOWN = ValueFactory.newExtension((byte) 0, new byte[] {0});

  private Values() {}

  static Object read(Message dynamicValue) {
    byte[] bytes = dynamicValue.bytes(1).toByteArray();
    if (bytes.length == 0) {
      return NULL;
    }
    try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(bytes)) {
      return mutable(unpacker.unpackValue());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object mutable(Value value) {
    if (value.isMapValue()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value
          .asMapValue()
          .map()
          .forEach((key, one) -> map.put(key.asStringValue().asString(), mutable(one)));
      return map;
    }
    if (value.isArrayValue()) {
      List<Object> list = new ArrayList<>();
      value.asArrayValue().forEach(one -> list.add(mutable(one)));
      return list;
    }
    return value;
  }

  static Message write(Object value) {
    try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
      packer.packValue(packed(value));
      return Message.EMPTY.with(1, packer.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Value packed(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        var builder = ValueFactory.newMapBuilder();
        map.forEach((key, one) -> builder.put(string(key.toString()), packed(one)));
        yield builder.build();
      }
      case List<?> list -> ValueFactory.newArray(list.stream().map(Values::packed).toList());
      default -> (Value) value;
    };
  }

  static Value string(String text) {
    return ValueFactory.newString(text);
  }

  static boolean isUnknown(Object value) {
    return value instanceof Value one && one.isExtensionValue();
  }

  static boolean isNull(Object value) {
    return value instanceof Value one && one.isNilValue();
  }

  /** Every text in the value. */
  static List<String> texts(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values().stream().flatMap(one -> texts(one).stream()).toList();
      case List<?> list -> list.stream().flatMap(one -> texts(one).stream()).toList();
      case Value one when one.isStringValue() -> List.of(one.asStringValue().asString());
      default -> List.of();
    };
  }
}
