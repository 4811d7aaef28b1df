"""A time-stamp authority on this machine: RFC 3161 over HTTP, answered by OpenSSL under a root of its own."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.needs import program

_CONFIG = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
"""


@dataclass(slots=True)
class Authority:
    """Where it listens and whom it descends from. ``mood``: ``honest``, ``garbled``, ``busy`` or ``replaying``."""

    folder: Path
    root: x509.Certificate
    url: str = ""
    mood: str = "honest"
    _last: bytes = b""

    @property
    def root_file(self) -> Path:
        return self.folder / "root.pem"

    def reply(self, query: bytes) -> bytes:
        """The answer to a request, as the mood has it."""
        if self.mood == "garbled":
            return b"<html>service notice</html>"
        if self.mood == "replaying" and self._last:
            return self._last
        (self.folder / "query.tsq").write_bytes(query)
        command = [
            *("openssl", "ts", "-reply", "-config", f"{self.folder}/tsa.cnf", "-section", "here"),
            *("-queryfile", f"{self.folder}/query.tsq", "-out", f"{self.folder}/answer.tsr"),
        ]
        subprocess.run(command, check=True, capture_output=True)
        self._last = (self.folder / "answer.tsr").read_bytes()
        return self._last


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: tuple[str, ec.EllipticCurvePrivateKey], *, root: bool
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer[0])]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
    )
    if not root:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(issuer[1], hashes.SHA256())


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@contextmanager
def an_authority(name: str = "Test Time") -> Iterator[Authority]:
    """An authority that listens on loopback until left."""
    program("openssl", "apt-get install openssl")
    with TemporaryDirectory() as place:
        folder = Path(place)
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        root = _certificate(f"{name} Root", root_key, (f"{name} Root", root_key), root=True)
        signer = _certificate(name, key, (f"{name} Root", root_key), root=False)
        (folder / "root.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
        (folder / "tsa.pem").write_bytes(signer.public_bytes(serialization.Encoding.PEM))
        (folder / "tsa.key").write_bytes(_pem(key))
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder))
        authority = Authority(folder, root)

        class _Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                query = self.rfile.read(int(self.headers["Content-Length"]))
                busy = (
                    authority.mood == "busy" or self.headers["Content-Type"] != "application/timestamp-query"
                )
                answer = b"" if busy else authority.reply(query)
                self.send_response(503 if busy else 200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), _Door)
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        authority.url = f"http://127.0.0.1:{server.server_address[1]}/"
        try:
            yield authority
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
