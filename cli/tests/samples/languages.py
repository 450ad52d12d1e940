"""How programs of a language are made ready and run, each in a folder of its own, unchanged."""

import glob
import os
import re
import shutil
import subprocess
import tomllib
import venv
from pathlib import Path

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[2]
# What Debian has of the dependencies of the SDK for Java.
JARS = ["okhttp", "okio", "gson", "commons-logging", "commons-configuration2"]


class Skip(Exception):
    """Why a language cannot be run here."""


class Broken(Exception):
    """What is wrong with the programs of a language."""


def need(*programs):
    for program in programs:
        if not shutil.which(program):
            raise Skip(f"there is no {program}")


def quietly(command, cwd=None, env=None, failure=Skip):
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise failure(f"{Path(command[0]).name} failed: {' | '.join(said[-6:])[:600]}")
    return done.stdout


def sdk_folder(variable, place):
    """The folder of an SDK from its variable, if that is set."""
    root = os.environ.get(variable)
    if not root:
        return None
    folder = Path(root).resolve() / place
    if not folder.exists():
        raise Skip(f"{variable} has no {place}")
    return folder


class Language:
    """`prepare` is called once, with the network; `command` and `environment` say how one program is run, without.

    `prepare` may return the folders whose programs it left out, with the reason.
    """

    name = ""
    file = ""
    # Whether a ClientToken is added where an action has one.
    adds_token = False

    def prepare(self, work, cache, folders):
        pass

    def command(self, folder):
        raise NotImplementedError

    def environment(self, authority):
        return {"SSL_CERT_FILE": str(authority)}


class Curl(Language):
    name, file = "curl", "main.sh"

    def prepare(self, work, cache, folders):
        need("bash", "curl", "openssl")

    def command(self, folder):
        return ["bash", self.file]

    def environment(self, authority):
        return {"CURL_CA_BUNDLE": str(authority)}


class Tc3(Language):
    name, file, adds_token = "tc3", "main.sh", True

    def command(self, folder):
        return ["bash", self.file]

    def environment(self, authority):
        path = f"{Path(os.environ['TC3']).resolve().parent}:{os.environ['PATH']}"
        return {"SSL_CERT_FILE": str(authority), "PATH": path}


class Rust(Language):
    """All programs are binaries of one package, whose dependencies are what their comments name."""

    name, file, adds_token = "rust", "main.rs", True
    # Where the crates are of other services than those of the repository, by `tc3-codegen workspace`.
    workspace = os.environ.get("TC3_WORKSPACE")

    def prepare(self, work, cache, folders):
        need("cargo")
        dependencies, left_out, binaries = {}, {}, []
        for folder in folders:
            named = dependencies_of((folder / self.file).read_text())
            for name, wanted in named.items():
                if "path" in wanted and not self.place(wanted["path"]).exists():
                    left_out[folder] = "the crate has to be generated, and TC3_WORKSPACE has it not"
                    break
            else:
                binaries.append(folder)
                for name, wanted in named.items():
                    if name in OF_REPOSITORY:
                        del wanted["version"]
                        wanted["path"] = str(REPOSITORY / OF_REPOSITORY[name])
                    known = dependencies.setdefault(name, {**wanted, "features": []})
                    known["features"] = sorted({*known["features"], *wanted.get("features", [])})
        if not binaries:
            raise Skip(next(iter(left_out.values())))
        text = '[package]\nname = "samples"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n\n'
        text += "[profile.dev]\ndebug = false\nstrip = true\nincremental = false\n"
        for folder in binaries:
            text += f'\n[[bin]]\nname = "sample-{folder.name}"\npath = "{folder.name}/{self.file}"\n'
        text += "\n[dependencies]\n"
        for name, wanted in dependencies.items():
            if "path" in wanted:
                wanted["path"] = str(self.place(wanted["path"]))
            values = ", ".join(f"{key} = {toml(value)}" for key, value in wanted.items())
            text += f"{name} = {{ {values} }}\n"
        (work / "Cargo.toml").write_text(text)
        shutil.copy(REPOSITORY / "Cargo.lock", work / "Cargo.lock")
        target = cache / "cargo"
        env = {**os.environ, "RUSTFLAGS": "-Dwarnings"}
        quietly(["cargo", "build", "--quiet", "--target-dir", target], work, env, Broken)
        # The other form has binaries of the same names.
        for folder in binaries:
            shutil.move(target / "debug" / f"sample-{folder.name}", folder / "program")
        return left_out

    def place(self, path):
        """Where a crate is: in this repository, or by the path of a comment in the workspace that was generated."""
        if Path(path).is_absolute():
            return Path(path)
        return Path(self.workspace or "/nowhere").resolve() / path.removeprefix("../tencent/")

    def command(self, folder):
        return [folder / "program"]


class RustNamed(Rust):
    name = "rust-named"


# The folders of crates whose comments name a version.
OF_REPOSITORY = {"tc3": "generated", "tc3-runtime": "runtime"}


def dependencies_of(program):
    """What the comment at the head of a program has for Cargo.toml."""
    found = {}
    for line in program.split("\n\n")[0].splitlines():
        if match := re.fullmatch(r"// ([a-z0-9-]+) = ([{\"].*)", line):
            wanted = tomllib.loads(f"wanted = {match[2]}")["wanted"]
            found[match[1]] = wanted if isinstance(wanted, dict) else {"version": wanted}
    return found


def toml(value):
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(toml, value))}]" if isinstance(value, list) else f'"{value}"'


class PythonSdk(Language):
    name, file, package = "python", "main.py", "tencentcloud-sdk-python-common"

    def prepare(self, work, cache, folders):
        self.home = cache / f"{self.name}-venv"
        self.certificates = self.installed(self.home, self.package)

    @staticmethod
    def installed(home, package):
        """The file of the authorities of a package that is installed in a folder of its own."""
        if not (home / "ready").exists():
            venv.create(home, with_pip=True, clear=True)
            quietly([home / "bin/pip", "install", "--quiet", package])
            where = quietly([home / "bin/python", "-c", "import certifi; print(certifi.where())"]).strip()
            shutil.copy(where, f"{where}.original")
            (home / "ready").write_text(where)
        return Path((home / "ready").read_text())

    def command(self, folder):
        return [self.home / "bin/python", self.file]

    def environment(self, authority):
        # The SDK reads certifi's file whatever the environment says.
        original = Path(f"{self.certificates}.original").read_text()
        self.certificates.write_text(original + Path(authority).read_text())
        return {"PATH": f"{self.home / 'bin'}:{os.environ['PATH']}"}


class Tccli(PythonSdk):
    name, file, package = "tccli", "main.sh", os.environ.get("TCCLI_PACKAGE", "tccli")
    package_of_intl = os.environ.get("TCCLI_INTL_PACKAGE", "tccli-intl-en")

    def prepare(self, work, cache, folders):
        super().prepare(work, cache, folders)
        self.home_of_intl = cache / f"{self.name}-intl-venv"
        self.certificates_of_intl = self.installed(self.home_of_intl, self.package_of_intl)

    def command(self, folder):
        # The two packages have a command of the same name; the program says which one it is for.
        if "tccli-intl-en" in (folder / self.file).read_text():
            return ["env", f"PATH={self.home_of_intl / 'bin'}:{os.environ['PATH']}", "bash", self.file]
        return ["bash", self.file]

    def environment(self, authority):
        original = Path(f"{self.certificates_of_intl}.original").read_text()
        self.certificates_of_intl.write_text(original + Path(authority).read_text())
        return super().environment(authority)


class Node(Language):
    name, file = "node", "main.js"

    def prepare(self, work, cache, folders):
        need("node", "npm")
        home = cache / "node"
        home.mkdir(parents=True, exist_ok=True)
        if not (home / "node_modules/tencentcloud-sdk-nodejs-common").exists():
            (home / "package.json").write_text('{"private": true}\n')
            quietly(["npm", "install", "--silent", "--no-audit", "--no-fund", "tencentcloud-sdk-nodejs-common"], cwd=home)
        for folder in folders:
            link(home / "node_modules", folder / "node_modules")

    def command(self, folder):
        return ["node", self.file]

    def environment(self, authority):
        return {"NODE_EXTRA_CA_CERTS": str(authority)}


class Go(Language):
    name, file = "go", "main.go"
    module = "github.com/tencentcloud/tencentcloud-sdk-go/tencentcloud/common"

    def prepare(self, work, cache, folders):
        need("go")
        sdk = sdk_folder("SDK_GO", "tencentcloud/common")
        env = {**os.environ, "GOFLAGS": "-mod=mod", "GOCACHE": str(cache / "go-build"), "GOWORK": "off"}
        (work / "go.mod").write_text("module samples\n\ngo 1.17\n")
        if sdk:
            quietly(["go", "mod", "edit", f"-require={self.module}@v0.0.0", f"-replace={self.module}={sdk}"], work, env)
        else:
            try:
                quietly(["go", "get", self.module], work, env)
            except Skip as reason:
                raise Skip(f"SDK_GO is not set, and {reason}") from None
        unformatted = quietly(["gofmt", "-l", "."], work, env).split()
        if unformatted:
            raise Broken(f"gofmt would change {len(unformatted)} programs: {unformatted[0]}")
        (work / "bin").mkdir()
        quietly(["go", "build", "-o", "bin/", "./..."], work, env, Broken)

    def command(self, folder):
        return [folder.parent / "bin" / folder.name]


class Java(Language):
    name, file = "java", "Main.java"

    def prepare(self, work, cache, folders):
        need("java", "javac")
        sdk = sdk_folder("SDK_JAVA", "src/main/java/com/tencentcloudapi/common")
        if not sdk:
            raise Skip("SDK_JAVA is not set")
        jars = [f"/usr/share/java/{jar}.jar" for jar in JARS]
        for jar in jars:
            if not Path(jar).exists():
                raise Skip(f"there is no {jar}")
        classes = work / "sdk"
        sources = glob.glob(f"{sdk}/**/*.java", recursive=True)
        quietly(["javac", "-nowarn", "-encoding", "UTF-8", "-cp", ":".join(jars), "-d", str(classes), *sources])
        self.path = ":".join([str(classes), *jars])
        # One virtual machine compiles all of them.
        quietly(["java", str(HERE / "Compile.java"), self.path, *map(str, folders)], failure=Broken)

    def command(self, folder):
        return ["java", "-cp", f"{self.path}:.", "Main"]

    def environment(self, authority):
        store = Path(authority).with_suffix(".p12")
        if not store.exists():
            quietly(["keytool", "-importcert", "-noprompt", "-alias", "samples", "-file", str(authority), "-keystore",
                     str(store), "-storepass", "changeit", "-storetype", "PKCS12"])
        return {"JAVA_TOOL_OPTIONS": f"-Djavax.net.ssl.trustStore={store} -Djavax.net.ssl.trustStorePassword=changeit"}


class Php(Language):
    name, file = "php", "main.php"

    def prepare(self, work, cache, folders):
        need("php")
        if "curl" not in quietly(["php", "-m"]).split():
            raise Skip("PHP has no curl")
        sdk = sdk_folder("SDK_PHP", "src/TencentCloud")
        guzzle = Path("/usr/share/php/GuzzleHttp/autoload.php")
        if sdk and not guzzle.exists():
            raise Skip(f"there is no {guzzle}")
        if not sdk:
            # Programs that sign by themselves need no SDK.
            needy = [folder for folder in folders if "vendor/autoload.php" in (folder / self.file).read_text()]
            return dict.fromkeys(needy, "SDK_PHP is not set")
        vendor = work / "vendor"
        vendor.mkdir()
        (vendor / "autoload.php").write_text(f"""<?php
require '{guzzle}';
spl_autoload_register(function ($name) {{
    $file = '{sdk}/' . str_replace('\\\\', '/', substr($name, strlen('TencentCloud\\\\'))) . '.php';
    if (strncmp($name, 'TencentCloud\\\\', 13) === 0 && is_file($file)) {{
        require $file;
    }}
}});
""")
        for folder in folders:
            link(vendor, folder / "vendor")
        return {}

    def command(self, folder):
        return ["php", "-d", f"curl.cainfo={self.authority}", "-d", f"openssl.cafile={self.authority}", self.file]

    def environment(self, authority):
        self.authority = authority
        return {}


class CSharp(Language):
    name, file = "csharp", "Program.cs"

    def prepare(self, work, cache, folders):
        need("mcs", "mono", "cert-sync")
        self.work = work
        references = ["-r:System.Net.Http.dll", "-r:System.Runtime.Serialization.dll", "-r:System.Xml.dll", "-r:System.Xml.Linq.dll"]
        for folder in folders:
            quietly(["mcs", *references, "-out:Program.exe", self.file], cwd=folder, failure=Broken)

    def command(self, folder):
        return ["mono", "Program.exe"]

    def environment(self, authority):
        env = {"HOME": str(self.work), "XDG_CONFIG_HOME": str(self.work / "config")}
        quietly(["cert-sync", "--user", "--quiet", str(authority)], env={**os.environ, **env})
        return env


def link(target, place):
    if not place.is_symlink():
        place.symlink_to(target)


ALL = [Rust(), RustNamed(), Curl(), Tc3(), Tccli(), PythonSdk(), Node(), Go(), Java(), Php(), CSharp()]
QUICK = ["curl", "tc3", "python", "node"]
