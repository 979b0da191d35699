package dev.perennial.cluster.terraform;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A message of Protocol Buffers by the numbers of its fields, so that no code is generated. */
record Message(UnknownFieldSet fields) {

  static final Message EMPTY = new Message(UnknownFieldSet.getDefaultInstance());

  static Message parse(byte[] bytes) {
    try {
      return new Message(UnknownFieldSet.parseFrom(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(e);
    }
  }

  byte[] toBytes() {
    return fields.toByteArray();
  }

  /** Empty if the field is not set, as Protocol Buffers have it. */
  ByteString bytes(int field) {
    List<ByteString> values = fields.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.getLast();
  }

  String text(int field) {
    return bytes(field).toStringUtf8();
  }

  Message message(int field) {
    return parse(bytes(field).toByteArray());
  }

  Message with(int field, Message value) {
    return with(field, value.toBytes());
  }

  Message with(int field, String value) {
    return with(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Message with(int field, byte[] value) {
    return with(field, Field.newBuilder().addLengthDelimited(ByteString.copyFrom(value)));
  }

  Message with(int field, long value) {
    return with(field, Field.newBuilder().addVarint(value));
  }

  private Message with(int field, Field.Builder value) {
    return new Message(fields.toBuilder().mergeField(field, value.build()).build());
  }
}
