"""Ein kleiner wirklicher Identitätsdienst über HTTP: gibt Codes aus, prüft PKCE, unterschreibt mit RS256."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KENNUNG, GEHEIMNIS = "dresden-senioren", "nur-fuer-tests"


class Identitaetsdienst:
    """`melde_an(adresse, **angaben)` spielt den Browser beim Dienst und gibt die Adresse, zu der er zurückschickt."""

    def __init__(self):
        self.schluessel = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.unterschrift_mit = self.schluessel
        self.ausgegeben = {}  # Code → (PKCE-Prüfsumme, Angaben des Tokens)
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._bedienung())
        self.adresse = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.faden = threading.Thread(target=self.server.serve_forever)
        self.faden.start()

    def beenden(self):
        self.server.shutdown()
        self.faden.join()
        self.server.server_close()

    def melde_an(self, anfrage: str, **angaben) -> str:
        frage = {name: werte[0] for name, werte in parse_qs(urlsplit(anfrage).query).items()}
        assert (frage["client_id"], frage["code_challenge_method"]) == (KENNUNG, "S256")
        jetzt = int(time.time())
        vorgabe = {"iss": self.adresse, "aud": KENNUNG, "sub": "s-1", "iat": jetzt, "exp": jetzt + 60}
        code = f"code-{len(self.ausgegeben)}"
        token = vorgabe | {"nonce": frage["nonce"], "auth_time": jetzt} | angaben
        self.ausgegeben[code] = (frage["code_challenge"], {n: w for n, w in token.items() if w is not None})
        return f"{urlsplit(frage['redirect_uri']).path}?code={code}&state={frage['state']}"

    def _token(self, angaben: dict) -> dict | None:
        pruefsumme, inhalt = self.ausgegeben.pop(angaben.get("code"), (None, None))
        nachweis = hashlib.sha256(angaben.get("code_verifier", "").encode()).digest()
        stimmt = base64.urlsafe_b64encode(nachweis).decode().rstrip("=") == pruefsumme
        if not stimmt or angaben.get("client_secret") != GEHEIMNIS:
            return None
        unterschrieben = jwt.encode(inhalt, self.unterschrift_mit, algorithm="RS256", headers={"kid": "1"})
        return {"access_token": "unbenutzt", "id_token": unterschrieben, "token_type": "Bearer"}

    def _bedienung(self):
        dienst = self

        class Bedienung(BaseHTTPRequestHandler):
            def antworte(self, inhalt):
                self.send_response(200 if inhalt else 400)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(inhalt or {"error": "invalid_grant"}).encode())

            def do_GET(self):
                oeffentlich = jwt.algorithms.RSAAlgorithm.to_jwk(dienst.schluessel.public_key(), as_dict=True)
                self.antworte({"keys": [oeffentlich | {"kid": "1", "alg": "RS256", "use": "sig"}]})

            def do_POST(self):
                text = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.antworte(dienst._token({name: werte[0] for name, werte in parse_qs(text).items()}))

            def log_message(self, *angaben):
                pass

        return Bedienung
