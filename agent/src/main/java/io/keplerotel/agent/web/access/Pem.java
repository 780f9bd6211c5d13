// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.web.access;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.keplerotel.agent.config.SettingsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys in a file of PEM blocks.
 *
 * @param path of the file, for messages
 */
record Pem(Path path, List<Block> blocks) {
  private static final int MOST_BYTES = 1 << 20;
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (?<label>[A-Z0-9 ]+)-----(?<text>[^-]*)-----END \\k<label>-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  /**
   * One block.
   *
   * @param label such as {@code CERTIFICATE}
   * @param text in Base64
   */
  record Block(String label, String text) {
    byte[] der() {
      return Base64.getMimeDecoder().decode(text);
    }
  }

  /** Takes a copy of the list. */
  Pem {
    blocks = List.copyOf(blocks);
  }

  static Pem read(Path path) throws SettingsException {
    try (InputStream in = Files.newInputStream(path)) {
      String text = new String(in.readNBytes(MOST_BYTES), ISO_8859_1);
      List<Block> blocks = new ArrayList<>();
      for (Matcher found = BLOCK.matcher(text); found.find(); ) {
        blocks.add(
            new Block(String.valueOf(found.group("label")), String.valueOf(found.group("text"))));
        // Says at once whether it is Base64.
        var unused = blocks.getLast().der();
      }
      return new Pem(path, blocks);
    } catch (NoSuchFileException e) {
      throw new SettingsException(path + ": there is no such file");
    } catch (AccessDeniedException e) {
      throw new SettingsException(path + ": Permission denied; grant read access");
    } catch (IOException | IllegalArgumentException e) {
      throw new SettingsException(path + ": cannot be read: " + e.getMessage());
    }
  }

  /** All certificates, in the file's order; at least one. */
  List<X509Certificate> certificates() throws SettingsException {
    List<X509Certificate> certificates = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Block block : blocks) {
        if (block.label.equals("CERTIFICATE")) {
          certificates.add(
              (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(block.der())));
        }
      }
    } catch (CertificateException e) {
      throw new SettingsException(path + ": holds a certificate that cannot be read");
    }
    if (certificates.isEmpty()) {
      throw new SettingsException(path + ": holds no certificate; PEM is expected");
    }
    return certificates;
  }

  /** The first private key. */
  PrivateKey key() throws SettingsException {
    for (Block block : blocks) {
      Optional<byte[]> pkcs8 = pkcs8(block);
      if (pkcs8.isPresent()) {
        return key(pkcs8.get());
      }
      if (block.label.equals("ENCRYPTED PRIVATE KEY")) {
        throw new SettingsException(path + ": the key is encrypted; give it without a passphrase");
      }
    }
    throw new SettingsException(path + ": holds no private key; PEM is expected");
  }

  private static Optional<byte[]> pkcs8(Block block) {
    return switch (block.label) {
      case "PRIVATE KEY" -> Optional.of(block.der());
      case "RSA PRIVATE KEY" -> Optional.of(Der.pkcs8OfRsa(block.der()));
      case "EC PRIVATE KEY" -> Optional.of(Der.pkcs8OfEc(block.der()));
      default -> Optional.empty();
    };
  }

  private PrivateKey key(byte[] pkcs8) throws SettingsException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException ignored) {
        // It is a key of another kind; the next one may know it.
      }
    }
    throw new SettingsException(path + ": holds a key that is not of EC, RSA or Ed25519");
  }
}
