// SPDX-License-Identifier: Apache-2.0
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * What .ci/share-classes shows to the agent in place of an API server, so that the classes it needs
 * for one are in the archive: a list with one pod, and a watch by WebSocket with one event.
 * Arguments: a PKCS12 key store with password "rehearsal"; its port is printed.
 */
class RehearsalServer {
  private static final String POD =
      """
      {"kind":"Pod","apiVersion":"v1","metadata":{"name":"a-b-c","namespace":"d","uid":"u","resourceVersion":"2",\
      "labels":{"pod-template-hash":"b"},"annotations":{"a":"b"},"creationTimestamp":"2026-01-01T00:00:00Z",\
      "ownerReferences":[{"apiVersion":"apps/v1","kind":"ReplicaSet","name":"a-b","uid":"r","controller":true}]},\
      "spec":{"containers":[{"name":"c","image":"localhost/c:1","resources":{"requests":{"cpu":"100m"}}}]},\
      "status":{"containerStatuses":[{"name":"c","image":"c","containerID":"containerd://c","state":{"running":{}}}]}}""";

  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(new FileInputStream(arguments[0]), "rehearsal".toCharArray());
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, "rehearsal".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var server =
        context.getServerSocketFactory().createServerSocket(0, 9, InetAddress.getLoopbackAddress());
    System.out.println(server.getLocalPort());
    while (true) {
      Socket socket = server.accept();
      Thread.ofVirtual().start(() -> serve(socket));
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      OutputStream out = socket.getOutputStream();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String key = "";
        for (String header = in.readLine(); !header.isEmpty(); header = in.readLine()) {
          key = header.matches("(?i)sec-websocket-key:.*") ? header.substring(18).strip() : key;
        }
        if (key.isEmpty()) {
          boolean node = line.contains("/nodes/");
          answer(out, node ? "{\"metadata\":{\"uid\":\"n\"}}" : "{\"kind\":\"PodList\",\"apiVersion\":\"v1\","
              + "\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[" + POD + "]}");
        } else {
          watch(out, key);
          in.transferTo(java.io.Writer.nullWriter());
          return;
        }
      }
    } catch (IOException | java.security.NoSuchAlgorithmException e) {
      // The agent has left.
    }
  }

  private static void answer(OutputStream out, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.US_ASCII);
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    out.write(body);
    out.flush();
  }

  /** RFC 6455: the handshake, and one unmasked text frame. */
  private static void watch(OutputStream out, String key)
      throws IOException, java.security.NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-1")
            .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
    out.write(
        ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    byte[] event = ("{\"type\":\"MODIFIED\",\"object\":" + POD + "}").getBytes(StandardCharsets.US_ASCII);
    out.write(new byte[] {(byte) 0x81, 126, (byte) (event.length >> 8), (byte) event.length});
    out.write(event);
    out.flush();
  }
}
