/** What makes the trail trustworthy: hashes, seals and signatures. No database and no network. */
@NullMarked
package dev.perennial.auditsink.chain;

import org.jspecify.annotations.NullMarked;
