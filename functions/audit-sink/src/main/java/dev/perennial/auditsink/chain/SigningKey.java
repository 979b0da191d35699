package dev.perennial.auditsink.chain;

import dev.perennial.events.Checkpoint;
import dev.perennial.events.CheckpointEvent;
import dev.perennial.events.EventJson;
import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs checkpoints (Ed25519), which can be verified with the published key. */
public final class SigningKey {

  private final PrivateKey key;
  private final PublishedKey published;

  private SigningKey(PrivateKey key, PublishedKey published) {
    this.key = key;
    this.published = published;
  }

  /**
   * @param base64 a private Ed25519 key in PKCS #8, in Base64
   * @throws IllegalArgumentException if it is anything else; the message does not repeat it
   */
  public static SigningKey of(String base64) {
    try {
      byte[] encoded = Base64.getDecoder().decode(base64);
      var key =
          (EdECPrivateKey)
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return new SigningKey(key, publicKeyOf(key.getBytes().orElseThrow()));
    } catch (GeneralSecurityException | IllegalArgumentException notOne) {
      throw new IllegalArgumentException("not an Ed25519 key in PKCS #8, in Base64");
    }
  }

  /** The public key. */
  public PublishedKey published() {
    return published;
  }

  public CheckpointEvent sign(Checkpoint checkpoint) {
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(key);
      signature.update(signed(checkpoint));
      return new CheckpointEvent(
          checkpoint, published.keyId(), Base64.getEncoder().encodeToString(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }

  static byte[] signed(Checkpoint checkpoint) {
    return CanonicalJson.of(EventJson.MAPPER.valueToTree(checkpoint));
  }

  /**
   * Java derives a public key only by generating a pair, so the pair is generated with a random
   * source that returns the private key.
   */
  private static PublishedKey publicKeyOf(byte[] secret) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("Ed25519");
    generator.initialize(NamedParameterSpec.ED25519, new FixedBytes(secret));
    return PublishedKey.of(generator.generateKeyPair().getPublic());
  }

  private static final class FixedBytes extends SecureRandom {

    @Serial private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    private FixedBytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public void nextBytes(byte[] filled) {
      System.arraycopy(bytes, 0, filled, 0, filled.length);
    }
  }
}
