package dev.perennial.taskapi.quick;

import org.jspecify.annotations.Nullable;

/** "#home". A number alone is none: "issue #12" has no tag. */
record TagPhrase() implements PhraseMatcher {

  @Override
  public @Nullable Meaning match(Scan scan) {
    return scan.takeAsTyped(TagPhrase::tag);
  }

  private static Meaning.@Nullable Tagged tag(String typed) {
    boolean fits =
        typed.startsWith("#")
            && typed.length() - 1 <= QuickAdd.MAX_TAG_LENGTH
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
