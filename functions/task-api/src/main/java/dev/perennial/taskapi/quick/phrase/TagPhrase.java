package dev.perennial.taskapi.quick.phrase;

import dev.perennial.taskapi.quick.text.Scan;
import org.jspecify.annotations.Nullable;

/** "#home". A number alone is not a tag: "issue #12" has none. */
public record TagPhrase() implements PhraseMatcher {

  /** In UTF-16 units; a longer tag stays in the title. */
  public static final int MAX_LENGTH = 50;

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.takeAsTyped(TagPhrase::tag);
  }

  private static Meaning.@Nullable Tagged tag(String typed) {
    boolean fits =
        typed.startsWith("#")
            && typed.length() - 1 <= MAX_LENGTH
            && typed.codePoints().skip(1).allMatch(TagPhrase::isPartOfATag)
            && typed.codePoints().anyMatch(Character::isLetter);
    return fits ? new Meaning.Tagged(typed.substring(1)) : null;
  }

  private static boolean isPartOfATag(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK
        || "_-/".indexOf(c) >= 0;
  }
}
