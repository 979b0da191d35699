package dev.perennial.web;

import dev.perennial.runtime.Sha256;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of the app.
 *
 * @param type its media type
 * @param immutable whether its name has a digest of its content, so that it never changes
 * @param contents by content coding: {@code identity}, and {@code br} and {@code gzip} if the file
 *     was compressed by the build
 */
record AppFile(String type, boolean immutable, Map<String, Content> contents) {

  private static final int TAG_BYTES = 10;

  static final String IDENTITY = "identity";

  /**
   * @param etag a strong entity tag: another for each coding (RFC 9110, section 8.8.3)
   */
  record Content(byte[] bytes, String etag) {

    /** Of 80 bits of the content's digest: enough to tell builds apart. */
    static Content of(byte[] bytes) {
      var digest = HexFormat.of().formatHex(Sha256.of(bytes), 0, TAG_BYTES);
      return new Content(bytes, '"' + digest + '"');
    }
  }

  boolean isCompressed() {
    return contents.size() > 1;
  }

  /** The content in this coding; null if there is none. */
  @Nullable Content in(String coding) {
    return contents.get(coding);
  }
}
