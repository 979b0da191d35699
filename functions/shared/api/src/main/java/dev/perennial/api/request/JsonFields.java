package dev.perennial.api.request;

import dev.perennial.api.problem.FieldErrors;
import dev.perennial.api.problem.ProblemException;
import dev.perennial.runtime.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of an object in a request's body. Every read returns null, or an empty list
 * where stated, for a field that is absent, null or invalid. Invalid fields are added to the errors
 * with their pointers. Unknown names are errors.
 */
public final class JsonFields {

  private final JsonNode object;
  private final String pointer;
  private final FieldErrors errors;

  private JsonFields(ObjectNode object, String pointer, FieldErrors errors, Set<String> known) {
    this.object = object;
    this.pointer = pointer;
    this.errors = errors;
    List<String> unknown =
        object.propertyNames().stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      String detail = notAmong(known);
      unknown.forEach(name -> errors.add(pointerTo(name), detail));
    }
  }

  private static String notAmong(Set<String> known) {
    return "there is no such field; there "
        + (known.isEmpty() ? "are none" : "may be " + String.join(", ", new TreeSet<>(known)));
  }

  /**
   * @throws ProblemException 400, if the body is no object
   */
  public static JsonFields of(JsonNode body, FieldErrors errors, Set<String> known) {
    return new JsonFields(requireObject(body), "", errors, known);
  }

  /**
   * @throws ProblemException 400, if the body is no object
   */
  public static ObjectNode requireObject(JsonNode body) {
    if (body instanceof ObjectNode object) {
      return object;
    }
    throw ProblemException.invalid("", "must be an object");
  }

  /** The JSON pointer to a field of this object (RFC 6901, section 3). */
  public String pointerTo(String name) {
    return FieldErrors.pointer(pointer, name);
  }

  public void require(String name) {
    if (value(name) == null) {
      errors.add(pointerTo(name), "is required");
    }
  }

  public @Nullable JsonFields object(String name, Set<String> known) {
    return switch (value(name)) {
      case null -> null;
      case ObjectNode inner -> new JsonFields(inner, pointerTo(name), errors, known);
      default -> wrong(name, "must be an object");
    };
  }

  /** Reads a list of objects; null if the field is absent. */
  public @Nullable List<JsonFields> objects(String name, int atMostItems, Set<String> known) {
    return objects(name, atMostItems, known, () -> errors);
  }

  /**
   * As {@link #objects}, with separate errors for each object, so that an invalid object does not
   * affect the others.
   */
  public @Nullable List<JsonFields> objectsApart(String name, int atMostItems, Set<String> known) {
    return objects(name, atMostItems, known, FieldErrors::new);
  }

  private @Nullable List<JsonFields> objects(
      String name, int atMostItems, Set<String> known, Supplier<FieldErrors> theirs) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.size() > atMostItems) {
      return wrong(name, "must be a list of " + atMostItems + " at most");
    }
    List<JsonFields> objects = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String at = pointerTo(name) + "/" + i;
      if (value.get(i) instanceof ObjectNode object) {
        objects.add(new JsonFields(object, at, theirs.get(), known));
      } else {
        errors.add(at, "must be an object");
      }
    }
    return objects;
  }

  /** The errors found so far, including those of other readers with the same errors. */
  public FieldErrors errors() {
    return errors;
  }

  /** Returns true if the field is present, even if it is null. */
  public boolean names(String name) {
    return object.has(name);
  }

  /** Reads an object without validating its fields, for callers that validate them. */
  public @Nullable ObjectNode tree(String name) {
    return switch (value(name)) {
      case null -> null;
      case ObjectNode inner -> inner;
      default -> wrong(name, "must be an object");
    };
  }

  /** Returns true if the field is present and not null. */
  public boolean has(String name) {
    return value(name) != null;
  }

  /** Adds an error for the object as a whole. */
  public void wrong(String detail) {
    errors.add(pointer, detail);
  }

  /** Reads a text of at most {@code atMost} characters; it may be empty. */
  public @Nullable String text(String name, int atMost) {
    JsonNode value = value(name);
    return value == null ? null : text(value, atMost, pointerTo(name));
  }

  /** As {@link #text}, but the text must not be blank. */
  public @Nullable String visibleText(String name, int atMost) {
    JsonNode value = value(name);
    return value == null ? null : visibleText(value, atMost, pointerTo(name));
  }

  /** Reads a list of distinct texts, none of them blank; empty if the field is absent. */
  public List<String> visibleTexts(String name, int atMostItems, int atMost) {
    return items(name, atMostItems, (item, at) -> visibleText(item, atMost, at));
  }

  /** Reads a list of distinct values, each as {@link #parsed}; empty if the field is absent. */
  public <T> List<T> parsedItems(
      String name, int atMostItems, Function<String, T> parse, String form) {
    return items(name, atMostItems, (item, at) -> parsed(item, parse, form, at));
  }

  /** Adds each error with the pointer of its item, and continues with the next item. */
  private <T> List<T> items(
      String name, int atMostItems, BiFunction<JsonNode, String, @Nullable T> read) {
    JsonNode value = value(name);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray() || value.size() > atMostItems) {
      errors.add(pointerTo(name), "must be a list of " + atMostItems + " at most");
      return List.of();
    }
    List<T> items = new ArrayList<>();
    for (int i = 0; i < value.size(); i++) {
      String at = pointerTo(name) + "/" + i;
      T item = read.apply(value.get(i), at);
      if (item != null && items.contains(item)) {
        errors.add(at, "is there twice");
      } else if (item != null) {
        items.add(item);
      }
    }
    return items;
  }

  /** Reads the name of an enum constant in lower case. */
  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> choices) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    E[] all = choices.getEnumConstants();
    for (E choice : all) {
      if (value.isString() && spelled(choice).equals(value.stringValue())) {
        return choice;
      }
    }
    return wrong(
        name,
        "must be one of "
            + Stream.of(all).map(JsonFields::spelled).collect(Collectors.joining(", ")));
  }

  /** Reads true or false; false if the field is absent. */
  public boolean flag(String name) {
    JsonNode value = value(name);
    if (value != null && !value.isBoolean()) {
      errors.add(pointerTo(name), "must be true or false");
    }
    return value != null && value.isBoolean() && value.booleanValue();
  }

  public @Nullable Integer integer(String name, int min, int max) {
    JsonNode value = value(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToInt()
        || value.intValue() < min
        || value.intValue() > max) {
      return wrong(name, "must be a whole number from " + min + " to " + max);
    }
    return value.intValue();
  }

  /**
   * Reads a text of a given format.
   *
   * @param parse throws a RuntimeException for a text of another format
   * @param form the error message, which describes the format
   */
  public <T> @Nullable T parsed(String name, Function<String, T> parse, String form) {
    JsonNode value = value(name);
    return value == null ? null : parsed(value, parse, form, pointerTo(name));
  }

  private <T> @Nullable T parsed(
      JsonNode value, Function<String, T> parse, String form, String at) {
    try {
      if (value.isString()) {
        return parse.apply(value.stringValue());
      }
    } catch (RuntimeException notOfThatForm) {
      // Added to the errors below.
    }
    errors.add(at, form);
    return null;
  }

  private @Nullable JsonNode value(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private @Nullable String text(JsonNode value, int atMost, String at) {
    if (!value.isString()) {
      errors.add(at, "must be text");
      return null;
    }
    String text = value.stringValue();
    if (!Texts.isStorable(text)) {
      errors.add(at, "must not hold NUL or half of a surrogate pair");
      return null;
    }
    if (Texts.length(text) > atMost) {
      errors.add(at, "must have " + atMost + " characters at most");
      return null;
    }
    return text;
  }

  private @Nullable String visibleText(JsonNode value, int atMost, String at) {
    String text = text(value, atMost, at);
    if (text != null && text.isBlank()) {
      errors.add(at, "must not be blank");
      return null;
    }
    return text;
  }

  /** Adds an error for a field. Always returns null. */
  public <T> @Nullable T wrong(String name, String detail) {
    errors.add(pointerTo(name), detail);
    return null;
  }

  private static String spelled(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
