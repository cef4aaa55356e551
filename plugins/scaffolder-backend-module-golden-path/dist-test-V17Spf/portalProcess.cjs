const __cairnImportMetaUrl = require('node:url').pathToFileURL(__filename).href;
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __name = (target, value) => __defProp(target, "name", { value, configurable: true });
var __esm = (fn, res, err) => function __init() {
  if (err) throw err[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err = [e], e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// packages/kubeconfig/src/KubeconfigError.ts
var KubeconfigError;
var init_KubeconfigError = __esm({
  "packages/kubeconfig/src/KubeconfigError.ts"() {
    "use strict";
    KubeconfigError = class extends Error {
      static {
        __name(this, "KubeconfigError");
      }
      name = "KubeconfigError";
    };
  }
});

// packages/kubeconfig/src/runExecPlugin.ts
async function runExecPlugin(plugin, context) {
  const { apiVersion, command } = plugin;
  const info = {
    apiVersion,
    kind: "ExecCredential",
    spec: {
      interactive: false,
      ...plugin.provideClusterInfo && { cluster: clusterInfo(context) }
    }
  };
  const env = {
    ...process.env,
    ...Object.fromEntries(plugin.env.map(({ name, value }) => [name, value])),
    KUBERNETES_EXEC_INFO: JSON.stringify(info)
  };
  const output = await new Promise((resolve3, reject) => {
    const child = (0, import_node_child_process.execFile)(
      command,
      plugin.args,
      { env, timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT },
      (error, stdout, stderr) => error ? reject(explain(plugin, context, error, stderr)) : resolve3(stdout)
    );
    child.stdin?.end();
  });
  let answer;
  try {
    answer = answerSchema.parse(JSON.parse(output));
  } catch {
    throw new KubeconfigError(
      `The credential plugin "${command}" of context "${context.name}" answers with something that is no ExecCredential with a status.`
    );
  }
  const { status } = answer;
  if (!status.token && !(status.clientCertificateData && status.clientKeyData)) {
    throw new KubeconfigError(
      `The credential plugin "${command}" of context "${context.name}" hands out neither a token nor a client certificate.`
    );
  }
  return {
    ...status.token && { token: status.token },
    ...status.clientCertificateData && {
      certificate: status.clientCertificateData,
      key: status.clientKeyData
    },
    ...status.expirationTimestamp && {
      expiresAt: status.expirationTimestamp.getTime()
    }
  };
}
function clusterInfo(context) {
  return {
    server: context.server,
    ...context.tlsServerName && { "tls-server-name": context.tlsServerName },
    ...context.skipTlsVerify && { "insecure-skip-tls-verify": true },
    ...context.ca && {
      "certificate-authority-data": Buffer.from(context.ca).toString("base64")
    },
    config: null
  };
}
function explain({ command, installHint }, { name }, error, stderr) {
  const plugin = `The credential plugin "${command}" of context "${name}"`;
  if (error.code === "ENOENT") {
    return new KubeconfigError(
      `${plugin} is not installed on this computer. ${installHint?.replace(/\s+/g, " ") ?? "Install it, or use a token."}`
    );
  }
  if (error.killed) {
    return new KubeconfigError(
      `${plugin} does not answer within ${TIMEOUT_MS / 1e3} s.`
    );
  }
  const words2 = (stderr.trim().split("\n").at(-1) ?? "").slice(0, MAX_WORDS);
  return new KubeconfigError(
    `${plugin} fails${words2 ? `: ${words2}` : " without saying why."}`
  );
}
var import_node_child_process, import_zod, TIMEOUT_MS, MAX_OUTPUT, MAX_WORDS, answerSchema;
var init_runExecPlugin = __esm({
  "packages/kubeconfig/src/runExecPlugin.ts"() {
    "use strict";
    import_node_child_process = require("node:child_process");
    import_zod = require("zod");
    init_KubeconfigError();
    TIMEOUT_MS = 6e4;
    MAX_OUTPUT = 1024 * 1024;
    MAX_WORDS = 300;
    answerSchema = import_zod.z.object({
      kind: import_zod.z.literal("ExecCredential"),
      status: import_zod.z.object({
        token: import_zod.z.string().optional(),
        clientCertificateData: import_zod.z.string().optional(),
        clientKeyData: import_zod.z.string().optional(),
        expirationTimestamp: import_zod.z.coerce.date().optional()
      })
    });
    __name(runExecPlugin, "runExecPlugin");
    __name(clusterInfo, "clusterInfo");
    __name(explain, "explain");
  }
});

// packages/kubeconfig/src/CredentialSource.ts
var import_node_fs, EARLY_MS, FILE_MS, CredentialSource;
var init_CredentialSource = __esm({
  "packages/kubeconfig/src/CredentialSource.ts"() {
    "use strict";
    import_node_fs = require("node:fs");
    init_KubeconfigError();
    init_runExecPlugin();
    EARLY_MS = 6e4;
    FILE_MS = 1e4;
    CredentialSource = class _CredentialSource {
      constructor(context) {
        this.context = context;
      }
      context;
      static {
        __name(this, "CredentialSource");
      }
      #given;
      #asking;
      #readAt = -Infinity;
      #fileToken;
      static create(context) {
        return new _CredentialSource(context);
      }
      /** @throws KubeconfigError when a token file cannot be read or a plugin fails */
      async current() {
        const { certificate, key, token, tokenFile, exec: exec2 } = this.context;
        const own = certificate && key ? { certificate, key } : {};
        if (tokenFile) return { ...own, token: this.#readToken(tokenFile) };
        if (token) return { ...own, token };
        if (exec2 && !own.certificate) return this.#ask();
        return own;
      }
      /** The server has refused what was handed out (401): the next call begins anew. */
      refused() {
        this.#given = void 0;
        this.#readAt = -Infinity;
      }
      #readToken(file) {
        if (Date.now() - this.#readAt < FILE_MS && this.#fileToken) {
          return this.#fileToken;
        }
        try {
          this.#fileToken = (0, import_node_fs.readFileSync)(file, "utf8").trim();
        } catch {
        }
        if (!this.#fileToken) {
          throw new KubeconfigError(
            `The token file ${file} of context "${this.context.name}" cannot be read or is empty.`
          );
        }
        this.#readAt = Date.now();
        return this.#fileToken;
      }
      async #ask() {
        const { exec: exec2 } = this.context;
        if (this.#given && (this.#given.expiresAt ?? Infinity) - EARLY_MS > Date.now()) {
          return this.#given;
        }
        if (!exec2) return {};
        this.#asking ??= runExecPlugin(exec2, this.context).finally(() => {
          this.#asking = void 0;
        });
        this.#given = await this.#asking;
        return this.#given;
      }
    };
  }
});

// packages/kubeconfig/src/schema.ts
var import_zod2, listOf, text, cluster, exec, user, kubeconfigSchema;
var init_schema = __esm({
  "packages/kubeconfig/src/schema.ts"() {
    "use strict";
    import_zod2 = require("zod");
    listOf = /* @__PURE__ */ __name((entry) => import_zod2.z.array(entry).nullish().transform((it) => it ?? []), "listOf");
    text = import_zod2.z.string().nullish();
    cluster = import_zod2.z.looseObject({
      server: import_zod2.z.string({ error: "must be the URL of the API server" }),
      "certificate-authority": text,
      "certificate-authority-data": text,
      "insecure-skip-tls-verify": import_zod2.z.boolean().nullish(),
      "tls-server-name": text,
      "proxy-url": text
    });
    exec = import_zod2.z.looseObject({
      apiVersion: import_zod2.z.string(),
      command: import_zod2.z.string(),
      args: import_zod2.z.array(import_zod2.z.string()).nullish(),
      env: import_zod2.z.array(import_zod2.z.object({ name: import_zod2.z.string(), value: import_zod2.z.string() })).nullish(),
      installHint: text,
      provideClusterInfo: import_zod2.z.boolean().nullish(),
      interactiveMode: text
    });
    user = import_zod2.z.looseObject({
      "client-certificate": text,
      "client-certificate-data": text,
      "client-key": text,
      "client-key-data": text,
      token: text,
      tokenFile: text,
      username: text,
      as: text,
      exec: exec.nullish(),
      "auth-provider": import_zod2.z.looseObject({ name: text }).nullish()
    });
    kubeconfigSchema = import_zod2.z.looseObject({
      "current-context": text,
      contexts: listOf(
        import_zod2.z.looseObject({
          name: import_zod2.z.string(),
          context: import_zod2.z.looseObject({
            cluster: import_zod2.z.string(),
            user: text,
            namespace: text
          })
        })
      ),
      clusters: listOf(import_zod2.z.looseObject({ name: import_zod2.z.string(), cluster })),
      users: listOf(import_zod2.z.looseObject({ name: import_zod2.z.string(), user: user.nullish() }))
    });
  }
});

// packages/kubeconfig/src/readKubeconfig.ts
function readKubeconfig(file, context) {
  const path = (0, import_node_path.resolve)(file);
  return parseKubeconfig(readText(path), {
    context,
    folder: (0, import_node_path.dirname)(path),
    where: `The kubeconfig ${path}`
  });
}
function parseKubeconfig(text3, options2) {
  const { folder, where = "The kubeconfig" } = options2;
  const fail3 = /* @__PURE__ */ __name((rest) => {
    throw new KubeconfigError(`${where} ${rest}`);
  }, "fail");
  const config = readDocument(text3, fail3);
  const wanted = options2.context ?? config["current-context"] ?? "";
  const names = config.contexts.map(({ name }) => name);
  if (names.length === 0) fail3("has no contexts.");
  if (wanted === "") {
    fail3(
      `names no current context; choose one with --context: ${list(names)}.`
    );
  }
  const context = config.contexts.find((it) => it.name === wanted)?.context;
  if (!context) {
    return fail3(`has no context "${wanted}"; there is ${list(names)}.`);
  }
  const cluster2 = config.clusters.find(
    (it) => it.name === context.cluster
  )?.cluster;
  if (!cluster2) {
    return fail3(
      `has no cluster "${context.cluster}", which its context "${wanted}" names.`
    );
  }
  const userName = context.user ?? "";
  const user2 = config.users.find((it) => it.name === userName)?.user ?? {};
  const failContext = /* @__PURE__ */ __name((rest) => fail3(`cannot be used with its context "${wanted}": ${rest}`), "failContext");
  checkCluster(cluster2, failContext);
  checkUser(user2, userName, failContext);
  const material = materialReader(folder, failContext);
  return {
    name: wanted,
    cluster: context.cluster,
    user: userName,
    ...optional({ namespace: context.namespace }),
    server: cluster2.server.replace(/\/+$/, ""),
    skipTlsVerify: cluster2["insecure-skip-tls-verify"] ?? false,
    ...optional({
      ca: material(cluster2, "certificate-authority"),
      tlsServerName: cluster2["tls-server-name"],
      certificate: material(user2, "client-certificate"),
      key: material(user2, "client-key"),
      // A token file wins, as with kubectl: it is the one that is renewed.
      token: user2.tokenFile ? void 0 : user2.token,
      tokenFile: user2.tokenFile && (0, import_node_path.resolve)(folder, user2.tokenFile),
      exec: user2.exec && readExec(user2.exec, folder, failContext)
    })
  };
}
function readText(path) {
  try {
    if ((0, import_node_fs2.statSync)(path).isDirectory()) {
      throw new KubeconfigError(
        `${path} is a folder; a kubeconfig is a file, such as ~/.kube/config.`
      );
    }
    return (0, import_node_fs2.readFileSync)(path, "utf8");
  } catch (error) {
    const { code } = error;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new KubeconfigError(`There is no kubeconfig ${path}.`);
    }
    if (code === "EACCES" || code === "EPERM") {
      throw new KubeconfigError(
        `The kubeconfig ${path} may not be read by this user; mend its owner or its mode.`
      );
    }
    throw error;
  }
}
function readDocument(text3, fail3) {
  let document;
  try {
    document = (0, import_yaml.parse)(text3);
  } catch {
    return fail3("is not valid YAML.");
  }
  if (typeof document !== "object" || document === null) {
    return fail3("is empty or no kubeconfig at all.");
  }
  const parsed = kubeconfigSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return fail3(
    `is not valid at ${import_zod3.z.core.toDotPath(issue?.path ?? [])}: ${issue?.message ?? ""}.`
  );
}
function checkCluster(cluster2, fail3) {
  if (!/^https?:\/\//.test(cluster2.server) || !URL.canParse(cluster2.server)) {
    fail3(
      `its server "${cluster2.server}" is no address that begins with https://.`
    );
  }
  if (cluster2["proxy-url"]) {
    fail3("it goes through a proxy (proxy-url), which Cairn cannot do.");
  }
}
function checkUser(user2, name, fail3) {
  if (user2["auth-provider"]) {
    fail3(
      `user "${name}" signs in by the auth-provider "${user2["auth-provider"].name ?? ""}", which kubectl has given up too; use a credential plugin (exec).`
    );
  }
  if (user2.username) {
    fail3(
      `user "${name}" has a password, which Kubernetes does not take since 1.19; use a token, a client certificate or a credential plugin.`
    );
  }
  if (user2.as) {
    fail3(
      `user "${name}" acts as "${user2.as}" (as); Cairn impersonates by itself and needs the login alone.`
    );
  }
}
function readExec(exec2, folder, fail3) {
  const { apiVersion, command } = exec2;
  if (!EXEC_VERSIONS.includes(apiVersion)) {
    fail3(
      `its credential plugin speaks ${apiVersion}; Cairn speaks ${EXEC_VERSIONS.join(
        " and "
      )}.`
    );
  }
  if (exec2.interactiveMode === "Always") {
    fail3(
      `its credential plugin "${command}" asks questions on a terminal (interactiveMode: Always), and Cairn has none.`
    );
  }
  return {
    apiVersion,
    // One with a slash is a path; all others are looked for on the PATH.
    command: /[/\\]/.test(command) ? (0, import_node_path.resolve)(folder, command) : command,
    args: exec2.args ?? [],
    env: exec2.env ?? [],
    ...optional({ installHint: exec2.installHint?.trim() }),
    provideClusterInfo: exec2.provideClusterInfo ?? false
  };
}
function materialReader(folder, fail3) {
  return (entry, key) => {
    const values = entry;
    const data = values[`${key}-data`];
    if (data) return Buffer.from(data, "base64").toString("utf8");
    const file = values[key];
    if (!file) return void 0;
    try {
      return (0, import_node_fs2.readFileSync)((0, import_node_path.resolve)(folder, file), "utf8");
    } catch {
      return fail3(`its ${key} ${(0, import_node_path.resolve)(folder, file)} cannot be read.`);
    }
  };
}
function list(names) {
  const shown = names.slice(0, MAX_NAMES).map((name) => `"${name}"`);
  const rest = names.length - shown.length;
  return shown.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
function optional(values) {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value)
  );
}
var import_node_fs2, import_node_path, import_yaml, import_zod3, EXEC_VERSIONS, MAX_NAMES;
var init_readKubeconfig = __esm({
  "packages/kubeconfig/src/readKubeconfig.ts"() {
    "use strict";
    import_node_fs2 = require("node:fs");
    import_node_path = require("node:path");
    import_yaml = require("yaml");
    import_zod3 = require("zod");
    init_KubeconfigError();
    init_schema();
    EXEC_VERSIONS = [
      "client.authentication.k8s.io/v1",
      "client.authentication.k8s.io/v1beta1"
    ];
    MAX_NAMES = 8;
    __name(readKubeconfig, "readKubeconfig");
    __name(parseKubeconfig, "parseKubeconfig");
    __name(readText, "readText");
    __name(readDocument, "readDocument");
    __name(checkCluster, "checkCluster");
    __name(checkUser, "checkUser");
    __name(readExec, "readExec");
    __name(materialReader, "materialReader");
    __name(list, "list");
    __name(optional, "optional");
  }
});

// packages/kubeconfig/src/KubeconfigFile.ts
function stampOf(file) {
  try {
    const { mtimeMs, size, ino } = (0, import_node_fs3.statSync)(file);
    return `${mtimeMs}/${size}/${ino}`;
  } catch {
    return void 0;
  }
}
var import_node_fs3, CHECK_MS, KubeconfigFile;
var init_KubeconfigFile = __esm({
  "packages/kubeconfig/src/KubeconfigFile.ts"() {
    "use strict";
    import_node_fs3 = require("node:fs");
    init_CredentialSource();
    init_readKubeconfig();
    CHECK_MS = 5e3;
    KubeconfigFile = class _KubeconfigFile {
      constructor(file, wanted) {
        this.file = file;
        this.wanted = wanted;
        this.#stamp = stampOf(file) ?? "";
        this.#context = readKubeconfig(file, wanted);
        this.#source = CredentialSource.create(this.#context);
      }
      file;
      wanted;
      static {
        __name(this, "KubeconfigFile");
      }
      #context;
      #source;
      #stamp;
      #checkedAt = Date.now();
      /** @throws KubeconfigError when it cannot be used */
      static open(file, context) {
        return new _KubeconfigFile(file, context);
      }
      /** What it says now. @throws KubeconfigError when a plugin or a token file fails */
      async current() {
        if (Date.now() - this.#checkedAt >= CHECK_MS) this.#look();
        return {
          context: this.#context,
          credentials: await this.#source.current()
        };
      }
      /** The server has refused the login (401): everything is read again, the files beside it too. */
      refused() {
        this.#source.refused();
        this.#stamp = "";
        this.#checkedAt = -Infinity;
      }
      #look() {
        this.#checkedAt = Date.now();
        const stamp = stampOf(this.file);
        if (stamp === void 0 || stamp === this.#stamp) return;
        try {
          const context = readKubeconfig(this.file, this.wanted);
          this.#context = context;
          this.#source = CredentialSource.create(context);
          this.#stamp = stamp;
        } catch {
        }
      }
    };
    __name(stampOf, "stampOf");
  }
});

// packages/kubeconfig/src/index.ts
var init_src = __esm({
  "packages/kubeconfig/src/index.ts"() {
    "use strict";
    init_KubeconfigError();
    init_KubeconfigFile();
    init_readKubeconfig();
  }
});

// plugins/platform-node/src/config/readClusterOptions.ts
function fail(index, key, mend) {
  throw new import_errors.InputError(
    `The configuration value kubernetes.clusterLocatorMethods[type=config].clusters[${index}].${key} ${mend}`
  );
}
function readUrl(config, index) {
  const text3 = config.getString("url");
  let url;
  try {
    url = new URL(text3);
  } catch {
    return fail(index, "url", "is not a URL");
  }
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback)) {
    fail(index, "url", "must begin with https://");
  }
  if (url.username || url.password || url.search || url.hash) {
    fail(index, "url", "must be a plain address, without user, query or hash");
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
function readCa(config, index) {
  const data = config.getOptionalString("caData");
  const caFile = config.getOptionalString("caFile");
  if (data) {
    const ca = Buffer.from(data, "base64").toString("utf8");
    if (!ca.includes("-----BEGIN CERTIFICATE-----")) {
      fail(index, "caData", "is not a PEM certificate in Base64");
    }
    return { ca };
  }
  if (!caFile) {
    return {};
  }
  try {
    (0, import_node_fs4.readFileSync)(caFile);
  } catch {
    fail(index, "caFile", "names a file that cannot be read");
  }
  return { caFile };
}
function readCluster(config, index) {
  const name = config.getString("name");
  if (!/^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name)) {
    fail(
      index,
      "name",
      "must be at most 63 letters, digits, dots, dashes and underscores"
    );
  }
  const provider = config.getOptionalString("authProvider") ?? config.getOptional("authMetadata")?.["kubernetes.io/auth-provider"] ?? "serviceAccount";
  if (provider !== "serviceAccount") {
    fail(
      index,
      "authProvider",
      `must be serviceAccount: the portal acts for people by impersonation, which "${provider}" does not allow`
    );
  }
  const token = config.getOptionalString("serviceAccountToken");
  return {
    name,
    title: config.getOptionalString("title"),
    url: readUrl(config, index),
    ...readCa(config, index),
    ...token ? { token } : {},
    skipTLSVerify: config.getOptionalBoolean("skipTLSVerify") ?? false
  };
}
function readLogin(root, { name, token }) {
  const key = "platform.credentials";
  const config = root.getOptionalConfigArray(key)?.find((each) => each.getOptionalString("cluster") === name);
  const file = config?.getOptionalString("kubeconfig");
  const tokenFile = config?.getOptionalString("tokenFile");
  if (!file) {
    return tokenFile || !token ? { tokenFile: tokenFile ?? IN_CLUSTER_TOKEN_FILE } : {};
  }
  const context = config?.getOptionalString("context");
  try {
    readKubeconfig(file, context);
  } catch (error) {
    throw new import_errors.InputError(
      `The configuration value ${key}[cluster=${name}].kubeconfig cannot be used. ${error instanceof Error ? error.message : ""}`
    );
  }
  return { kubeconfig: { file, ...context ? { context } : {} } };
}
function readClusterOptions(root) {
  const methods = root.getOptionalConfigArray("kubernetes.clusterLocatorMethods") ?? [];
  const clusters = methods.filter((method) => method.getString("type") === "config").flatMap((method) => method.getConfigArray("clusters")).map(readCluster).map((cluster2) => ({ ...cluster2, ...readLogin(root, cluster2) }));
  const seen = /* @__PURE__ */ new Set();
  for (const [index, { name }] of clusters.entries()) {
    if (seen.has(name)) {
      fail(index, "name", `"${name}" is given twice`);
    }
    seen.add(name);
  }
  return clusters;
}
var import_node_fs4, import_errors, IN_CLUSTER_TOKEN_FILE;
var init_readClusterOptions = __esm({
  "plugins/platform-node/src/config/readClusterOptions.ts"() {
    "use strict";
    import_node_fs4 = require("node:fs");
    import_errors = require("@backstage/errors");
    init_src();
    IN_CLUSTER_TOKEN_FILE = "/var/run/secrets/kubernetes.io/serviceaccount/token";
    __name(fail, "fail");
    __name(readUrl, "readUrl");
    __name(readCa, "readCa");
    __name(readCluster, "readCluster");
    __name(readLogin, "readLogin");
    __name(readClusterOptions, "readClusterOptions");
  }
});

// plugins/platform-common/src/annotations.ts
var OWNER_LABEL, OFFERING_LABEL, COMPONENT_LABEL, TITLE_ANNOTATION, CONNECTION_KEYS_ANNOTATION;
var init_annotations = __esm({
  "plugins/platform-common/src/annotations.ts"() {
    "use strict";
    OWNER_LABEL = "cairn.dev/owner";
    OFFERING_LABEL = "cairn.dev/offering";
    COMPONENT_LABEL = "backstage.io/kubernetes-id";
    TITLE_ANNOTATION = "cairn.dev/title";
    CONNECTION_KEYS_ANNOTATION = "cairn.dev/connection-keys";
  }
});

// plugins/platform-common/src/names/checkName.ts
function suggest(name, maxLength, allowDots) {
  const allowed = allowDots ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g;
  const plain = name.normalize("NFKD").replace(new RegExp("\\p{M}+", "gu"), "").toLowerCase().replace(allowed, "-").slice(0, maxLength);
  return allowDots ? plain.split(".").map((part) => trimDashes(part.slice(0, MAX_LABEL))).filter((part) => part !== "").join(".") : trimDashes(plain);
}
function trimDashes(text3) {
  let start = 0;
  let end = text3.length;
  while (start < end && text3[start] === "-") {
    start += 1;
  }
  while (end > start && text3[end - 1] === "-") {
    end -= 1;
  }
  return text3.slice(start, end);
}
function problem(message, name, maxLength, allowDots) {
  const suggestion = suggest(name, maxLength, allowDots);
  return suggestion === "" || suggestion === name ? { message } : { message, suggestion };
}
function checkLabelName(name, maxLength = MAX_LABEL) {
  const fail3 = /* @__PURE__ */ __name((message) => problem(message, name, maxLength, false), "fail");
  if (name === "") {
    return { message: "Give it a name." };
  }
  if (name.length > maxLength) {
    return fail3(
      `The name is ${name.length} characters long; shorten it to at most ${maxLength}.`
    );
  }
  if (/[A-Z]/.test(name)) {
    return fail3("Use small letters only.");
  }
  if (!/^[a-z0-9-]+$/.test(name)) {
    return fail3("Use letters a to z, digits and dashes only.");
  }
  if (name.startsWith("-") || name.endsWith("-")) {
    return fail3("Begin and end with a letter or a digit, not with a dash.");
  }
  return void 0;
}
var MAX_LABEL;
var init_checkName = __esm({
  "plugins/platform-common/src/names/checkName.ts"() {
    "use strict";
    MAX_LABEL = 63;
    __name(suggest, "suggest");
    __name(trimDashes, "trimDashes");
    __name(problem, "problem");
    __name(checkLabelName, "checkLabelName");
  }
});

// plugins/platform-common/src/names/index.ts
var init_names = __esm({
  "plugins/platform-common/src/names/index.ts"() {
    "use strict";
    init_checkName();
  }
});

// plugins/platform-common/src/state/index.ts
var init_state = __esm({
  "plugins/platform-common/src/state/index.ts"() {
    "use strict";
  }
});

// plugins/platform-common/src/tenancy/impersonation.ts
var import_catalog_model, DEFAULT_IMPERSONATION_PREFIX;
var init_impersonation = __esm({
  "plugins/platform-common/src/tenancy/impersonation.ts"() {
    "use strict";
    import_catalog_model = require("@backstage/catalog-model");
    DEFAULT_IMPERSONATION_PREFIX = "cairn:";
  }
});

// plugins/platform-common/src/tenancy/index.ts
var init_tenancy = __esm({
  "plugins/platform-common/src/tenancy/index.ts"() {
    "use strict";
    init_impersonation();
  }
});

// plugins/platform-common/src/types.ts
var init_types = __esm({
  "plugins/platform-common/src/types.ts"() {
    "use strict";
  }
});

// plugins/platform-common/src/words/index.ts
var init_words = __esm({
  "plugins/platform-common/src/words/index.ts"() {
    "use strict";
  }
});

// plugins/platform-common/src/index.ts
var init_src2 = __esm({
  "plugins/platform-common/src/index.ts"() {
    "use strict";
    init_annotations();
    init_names();
    init_state();
    init_tenancy();
    init_types();
    init_words();
  }
});

// plugins/platform-node/src/config/readPlatformOptions.ts
function readDuration(config, key, fallback) {
  const duration = config?.has(key) ? (0, import_config.readDurationFromConfig)(config, { key }) : fallback;
  const milliseconds = (0, import_types.durationToMilliseconds)(duration);
  if (!(milliseconds > 0)) {
    throw new import_errors2.InputError(
      `The configuration value platform.${key} must be longer than nothing`
    );
  }
  return milliseconds;
}
function readCount(config, key, fallback) {
  const value = config?.getOptionalNumber(key) ?? fallback;
  if (!Number.isInteger(value) || value < 1) {
    throw new import_errors2.InputError(
      `The configuration value platform.${key} must be a whole number of at least 1`
    );
  }
  return value;
}
function readPrefix(config) {
  const prefix = config?.getOptionalString("impersonation.prefix") ?? DEFAULT_IMPERSONATION_PREFIX;
  if (!PREFIX.test(prefix) || prefix.startsWith("system:")) {
    throw new import_errors2.InputError(
      'The configuration value platform.impersonation.prefix must be lower-case letters, digits, dots and dashes followed by a colon, and not "system:"'
    );
  }
  return prefix;
}
function readPlatformOptions(root) {
  const config = root.getOptionalConfig("platform");
  const membershipTtl = readDuration(config, "impersonation.membershipTtl", {
    seconds: 30
  });
  if (membershipTtl > MEMBERSHIP_TTL_LIMIT) {
    throw new import_errors2.InputError(
      "The configuration value platform.impersonation.membershipTtl must be at most 30 seconds: a person who leaves a group must lose its rights soon"
    );
  }
  const readTimeout = readDuration(config, "readTimeout", { seconds: 3 });
  const watch = {
    firstListTimeout: readDuration(config, "watch.firstListTimeout", {
      seconds: 5
    }),
    watchDuration: readDuration(config, "watch.duration", { seconds: 50 }),
    stallDeadline: readDuration(config, "watch.stallDeadline", { seconds: 55 }),
    staleAfter: readDuration(config, "watch.staleAfter", { seconds: 15 }),
    idleAfter: readDuration(config, "watch.idleAfter", { minutes: 15 }),
    resyncAfter: readDuration(config, "watch.resyncAfter", { hours: 1 }),
    minBackoff: readDuration(config, "watch.minBackoff", { seconds: 1 }),
    maxBackoff: readDuration(config, "watch.maxBackoff", { seconds: 30 }),
    verifyGap: 5e3,
    pulseAfter: readDuration(config, "watch.pulseAfter", { seconds: 10 }),
    pulseTimeout: readTimeout,
    pageSize: readCount(config, "watch.pageSize", 500),
    maxObjects: readCount(config, "watch.maxObjects", 5e4)
  };
  if (watch.stallDeadline <= watch.watchDuration) {
    throw new import_errors2.InputError(
      "The configuration value platform.watch.stallDeadline must be longer than platform.watch.duration, or every quiet watch counts as stalled"
    );
  }
  return {
    impersonationPrefix: readPrefix(config),
    membershipTtl,
    requestTimeout: readDuration(config, "requestTimeout", { seconds: 15 }),
    readTimeout,
    watch
  };
}
var import_config, import_errors2, import_types, MEMBERSHIP_TTL_LIMIT, PREFIX;
var init_readPlatformOptions = __esm({
  "plugins/platform-node/src/config/readPlatformOptions.ts"() {
    "use strict";
    import_config = require("@backstage/config");
    import_errors2 = require("@backstage/errors");
    import_types = require("@backstage/types");
    init_src2();
    MEMBERSHIP_TTL_LIMIT = 3e4;
    PREFIX = /^[a-z0-9][a-z0-9.-]{0,30}:$/;
    __name(readDuration, "readDuration");
    __name(readCount, "readCount");
    __name(readPrefix, "readPrefix");
    __name(readPlatformOptions, "readPlatformOptions");
  }
});

// plugins/platform-node/src/http/ClusterRequestError.ts
function isClusterRequestError(error) {
  return error instanceof Error && error.name === "ClusterRequestError" && "failure" in error;
}
var import_errors3, ClusterRequestError;
var init_ClusterRequestError = __esm({
  "plugins/platform-node/src/http/ClusterRequestError.ts"() {
    "use strict";
    import_errors3 = require("@backstage/errors");
    ClusterRequestError = class extends import_errors3.CustomErrorBase {
      static {
        __name(this, "ClusterRequestError");
      }
      name = "ClusterRequestError";
      cluster;
      failure;
      /** HTTP status, when there was an answer. Not named `status`, which the error middleware would answer with. */
      httpStatus;
      answer;
      /** Milliseconds the server asks to wait. */
      retryAfter;
      /** With an HTTP status: where the login came from. */
      login;
      constructor(options2) {
        super(
          `Request to cluster ${options2.cluster} failed: ${options2.failure}${options2.httpStatus ? ` ${options2.httpStatus}` : ""}${options2.detail ? `: ${options2.detail}` : ""}`
        );
        this.cluster = options2.cluster;
        this.failure = options2.failure;
        this.httpStatus = options2.httpStatus;
        this.answer = options2.answer ?? { causes: [] };
        this.retryAfter = options2.retryAfter;
        this.login = options2.login;
      }
    };
    __name(isClusterRequestError, "isClusterRequestError");
  }
});

// plugins/platform-node/src/discovery/parseDiscovery.ts
function isRecord(value) {
  return typeof value === "object" && value !== null;
}
function records(value) {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
function strings(value) {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
function text2(value) {
  return typeof value === "string" ? value : "";
}
function parseAggregatedDiscovery(body) {
  if (!isRecord(body) || body.kind !== "APIGroupDiscoveryList") {
    return void 0;
  }
  return records(body.items).flatMap((item) => {
    const group = isRecord(item.metadata) ? text2(item.metadata.name) : "";
    return records(item.versions).map((version) => ({
      group,
      version: text2(version.version),
      resources: records(version.resources).map((resource2) => ({
        kind: isRecord(resource2.responseKind) ? text2(resource2.responseKind.kind) : "",
        plural: text2(resource2.resource),
        namespaced: resource2.scope === "Namespaced",
        verbs: strings(resource2.verbs)
      })).filter(({ kind, plural }) => kind !== "" && plural !== "")
    }));
  });
}
function parseGroupList(body) {
  if (!isRecord(body)) {
    return [];
  }
  return records(body.groups).flatMap((item) => {
    const group = text2(item.name);
    const preferred = isRecord(item.preferredVersion) ? text2(item.preferredVersion.version) : "";
    const versions = records(item.versions).map(({ version }) => text2(version));
    return [.../* @__PURE__ */ new Set([preferred, ...versions])].filter((version) => group !== "" && version !== "").map((version) => ({ group, version }));
  });
}
function parseResourceList(body) {
  if (!isRecord(body)) {
    return [];
  }
  return records(body.resources).map((resource2) => ({
    kind: text2(resource2.kind),
    plural: text2(resource2.name),
    namespaced: resource2.namespaced === true,
    verbs: strings(resource2.verbs)
  })).filter(
    ({ kind, plural }) => kind !== "" && plural !== "" && !plural.includes("/")
  );
}
var init_parseDiscovery = __esm({
  "plugins/platform-node/src/discovery/parseDiscovery.ts"() {
    "use strict";
    __name(isRecord, "isRecord");
    __name(records, "records");
    __name(strings, "strings");
    __name(text2, "text");
    __name(parseAggregatedDiscovery, "parseAggregatedDiscovery");
    __name(parseGroupList, "parseGroupList");
    __name(parseResourceList, "parseResourceList");
  }
});

// plugins/platform-node/src/discovery/DefaultKindDiscovery.ts
function keyOf({ group, kind }) {
  return `${kind}.${group}`;
}
var ACCEPT, MAX_AGE, MIN_AGE, DefaultKindDiscovery;
var init_DefaultKindDiscovery = __esm({
  "plugins/platform-node/src/discovery/DefaultKindDiscovery.ts"() {
    "use strict";
    init_ClusterRequestError();
    init_parseDiscovery();
    ACCEPT = [
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList",
      "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList",
      "application/json"
    ].join(",");
    MAX_AGE = 5 * 6e4;
    MIN_AGE = 3e3;
    __name(keyOf, "keyOf");
    DefaultKindDiscovery = class _DefaultKindDiscovery {
      static {
        __name(this, "DefaultKindDiscovery");
      }
      #connection;
      #kinds;
      #loadedAt = 0;
      #loading;
      static create(options2) {
        return new _DefaultKindDiscovery(options2.connection);
      }
      constructor(connection) {
        this.#connection = connection;
      }
      async find(kind) {
        const age = Date.now() - this.#loadedAt;
        const known = this.#kinds?.get(keyOf(kind));
        if (this.#kinds && (known ? age < MAX_AGE : age < MIN_AGE)) {
          return known;
        }
        const kinds = await this.#load();
        return kinds.get(keyOf(kind));
      }
      invalidate() {
        this.#kinds = void 0;
      }
      async #load() {
        this.#loading ??= this.#fetch().finally(() => {
          this.#loading = void 0;
        });
        return this.#loading;
      }
      async #fetch() {
        const found = (await Promise.all([this.#fetchCore(), this.#fetchGroups()])).flat();
        const kinds = /* @__PURE__ */ new Map();
        for (const { group, version, resources } of found) {
          for (const resource2 of resources) {
            const key = keyOf({ group, kind: resource2.kind });
            if (!kinds.has(key)) {
              kinds.set(key, { group, version, ...resource2 });
            }
          }
        }
        this.#kinds = kinds;
        this.#loadedAt = Date.now();
        return kinds;
      }
      async #fetchCore() {
        const body = await this.#get("/api", ACCEPT);
        return parseAggregatedDiscovery(body) ?? [
          {
            group: "",
            version: "v1",
            resources: parseResourceList(await this.#get("/api/v1"))
          }
        ];
      }
      async #fetchGroups() {
        const body = await this.#get("/apis", ACCEPT);
        const aggregated = parseAggregatedDiscovery(body);
        if (aggregated) {
          return aggregated;
        }
        return Promise.all(
          parseGroupList(body).map(async ({ group, version }) => ({
            group,
            version,
            resources: await this.#fetchResources(group, version)
          }))
        );
      }
      /** One aggregated API server that is down must not hide every other group. */
      async #fetchResources(group, version) {
        const path = `/apis/${encodeURIComponent(group)}/${encodeURIComponent(
          version
        )}`;
        try {
          return parseResourceList(await this.#get(path));
        } catch (error) {
          if (isClusterRequestError(error) && (error.httpStatus === 503 || error.httpStatus === 404)) {
            return [];
          }
          throw error;
        }
      }
      async #get(path, accept = "application/json") {
        const { body } = await this.#connection.request({
          method: "GET",
          path,
          headers: { accept }
        });
        return body;
      }
    };
  }
});

// plugins/platform-node/src/http/AccessSource.ts
function createAccessSource(options2) {
  const { kubeconfig } = options2;
  return kubeconfig ? new KubeconfigAccess(
    KubeconfigFile.open(kubeconfig.file, kubeconfig.context)
  ) : new ConfiguredAccess(options2);
}
var import_node_fs5, FILE_CHECK_INTERVAL, WatchedFile, ConfiguredAccess, KubeconfigAccess;
var init_AccessSource = __esm({
  "plugins/platform-node/src/http/AccessSource.ts"() {
    "use strict";
    import_node_fs5 = require("node:fs");
    init_src();
    FILE_CHECK_INTERVAL = 1e4;
    WatchedFile = class {
      constructor(file) {
        this.file = file;
      }
      file;
      static {
        __name(this, "WatchedFile");
      }
      #content;
      #changedAt = -1;
      #checkedAt = -Infinity;
      read() {
        if (Date.now() - this.#checkedAt >= FILE_CHECK_INTERVAL) {
          this.#checkedAt = Date.now();
          try {
            const { mtimeMs } = (0, import_node_fs5.statSync)(this.file);
            if (mtimeMs !== this.#changedAt) {
              this.#content = (0, import_node_fs5.readFileSync)(this.file, "utf8");
              this.#changedAt = mtimeMs;
            }
          } catch {
          }
        }
        return this.#content;
      }
      /** The next read looks again, whatever the clock of the file says. */
      doubt() {
        this.#checkedAt = -Infinity;
        this.#changedAt = -1;
      }
    };
    ConfiguredAccess = class {
      constructor(options2) {
        this.options = options2;
        const { caFile, tokenFile } = options2;
        this.login = tokenFile ? "token-file" : "configuration";
        this.#caFile = caFile ? new WatchedFile(caFile) : void 0;
        this.#tokenFile = tokenFile ? new WatchedFile(tokenFile) : void 0;
      }
      options;
      static {
        __name(this, "ConfiguredAccess");
      }
      login;
      #caFile;
      #tokenFile;
      async current() {
        const { url, ca, skipTLSVerify, token } = this.options;
        return {
          url,
          ca: this.#caFile?.read() ?? ca,
          skipTLSVerify,
          token: this.#tokenFile?.read()?.trim() ?? token
        };
      }
      refused() {
        this.#tokenFile?.doubt();
      }
    };
    KubeconfigAccess = class {
      constructor(file) {
        this.file = file;
      }
      file;
      static {
        __name(this, "KubeconfigAccess");
      }
      login = "kubeconfig";
      async current() {
        const { context, credentials } = await this.file.current();
        return {
          url: context.server,
          ca: context.ca,
          skipTLSVerify: context.skipTlsVerify,
          tlsServerName: context.tlsServerName,
          ...credentials
        };
      }
      refused() {
        this.file.refused();
      }
    };
    __name(createAccessSource, "createAccessSource");
  }
});

// plugins/platform-node/src/http/readLines.ts
async function* readLines(chunks, maxBytes) {
  let parts = [];
  let size = 0;
  for await (const chunk of chunks) {
    let start = 0;
    while (start < chunk.length) {
      const end = chunk.indexOf(NEWLINE, start);
      const part = chunk.subarray(start, end < 0 ? chunk.length : end);
      size += part.length;
      if (size > maxBytes) {
        throw new RangeError("The line is too long");
      }
      parts.push(part);
      if (end < 0) {
        break;
      }
      const line = Buffer.concat(parts, size).toString("utf8").trim();
      parts = [];
      size = 0;
      start = end + 1;
      if (line !== "") {
        yield line;
      }
    }
  }
  const rest = Buffer.concat(parts, size).toString("utf8").trim();
  if (rest !== "") {
    yield rest;
  }
}
var NEWLINE;
var init_readLines = __esm({
  "plugins/platform-node/src/http/readLines.ts"() {
    "use strict";
    NEWLINE = 10;
    __name(readLines, "readLines");
  }
});

// plugins/platform-node/src/http/readStatus.ts
function readText2(value) {
  if (typeof value !== "string" || value === "") {
    return void 0;
  }
  return value.replace(/[\s\p{Cc}]+/gu, " ").slice(0, MAX_TEXT);
}
function isRecord2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function readStatus(body) {
  if (!isRecord2(body) || body.kind !== "Status") {
    return { causes: [] };
  }
  const details = isRecord2(body.details) ? body.details : {};
  const causes = Array.isArray(details.causes) ? details.causes : [];
  return {
    reason: readText2(body.reason),
    message: readText2(body.message),
    kind: readText2(details.kind),
    name: readText2(details.name),
    group: readText2(details.group),
    causes: causes.filter(isRecord2).slice(0, MAX_CAUSES).map((cause) => ({
      reason: readText2(cause.reason),
      message: readText2(cause.message) ?? "",
      field: readText2(cause.field)
    }))
  };
}
var MAX_TEXT, MAX_CAUSES;
var init_readStatus = __esm({
  "plugins/platform-node/src/http/readStatus.ts"() {
    "use strict";
    MAX_TEXT = 2e3;
    MAX_CAUSES = 50;
    __name(readText2, "readText");
    __name(isRecord2, "isRecord");
    __name(readStatus, "readStatus");
  }
});

// plugins/platform-node/src/http/readWarnings.ts
function readWarnings(header) {
  const value = Array.isArray(header) ? header.join(", ") : header ?? "";
  const texts2 = [];
  for (const match of value.matchAll(/\b\d{3} [^\s"]+ "((?:[^"\\]|\\.)*)"/g)) {
    texts2.push(
      match[1].replace(/\\(.)/g, "$1").replace(/[\s\p{Cc}]+/gu, " ").slice(0, MAX_LENGTH)
    );
  }
  return [...new Set(texts2)].slice(0, MAX_WARNINGS);
}
var MAX_WARNINGS, MAX_LENGTH;
var init_readWarnings = __esm({
  "plugins/platform-node/src/http/readWarnings.ts"() {
    "use strict";
    MAX_WARNINGS = 20;
    MAX_LENGTH = 500;
    __name(readWarnings, "readWarnings");
  }
});

// plugins/platform-node/src/http/HttpClusterConnection.ts
function failureOf(error) {
  const { code } = error ?? {};
  return TLS_CODES.test(String(code)) ? "tls" : "unreachable";
}
function readRetryAfter(header) {
  const seconds = Number(header);
  return header && seconds > 0 ? Math.min(seconds * 1e3, MAX_RETRY_AFTER) : void 0;
}
function isSameWire(one, other) {
  return one.url === other?.url && one.ca === other.ca && one.certificate === other.certificate && one.key === other.key && one.tlsServerName === other.tlsServerName && one.skipTLSVerify === other.skipTLSVerify;
}
async function* announce(chunks, heard) {
  for await (const chunk of chunks) {
    heard();
    yield chunk;
  }
}
function parseLeniently(text3) {
  try {
    return JSON.parse(text3);
  } catch {
    return void 0;
  }
}
var import_node_http, import_node_https, MAX_BODY_BYTES, MAX_ERROR_BYTES, MAX_LINE_BYTES, MAX_RETRY_AFTER, TLS_CODES, HttpClusterConnection;
var init_HttpClusterConnection = __esm({
  "plugins/platform-node/src/http/HttpClusterConnection.ts"() {
    "use strict";
    import_node_http = __toESM(require("node:http"));
    import_node_https = __toESM(require("node:https"));
    init_src();
    init_AccessSource();
    init_ClusterRequestError();
    init_readLines();
    init_readStatus();
    init_readWarnings();
    MAX_BODY_BYTES = 128 * 1024 * 1024;
    MAX_ERROR_BYTES = 256 * 1024;
    MAX_LINE_BYTES = 16 * 1024 * 1024;
    MAX_RETRY_AFTER = 6e4;
    TLS_CODES = /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH|INVALID_CA)/;
    __name(failureOf, "failureOf");
    __name(readRetryAfter, "readRetryAfter");
    HttpClusterConnection = class _HttpClusterConnection {
      static {
        __name(this, "HttpClusterConnection");
      }
      name;
      #source;
      #timeout;
      #agent;
      /** What the agent was made for. */
      #agentAccess;
      /** @throws KubeconfigError when the kubeconfig of the cluster cannot be used */
      static create(options2, { timeout }) {
        return new _HttpClusterConnection(options2, timeout);
      }
      constructor(options2, timeout) {
        this.name = options2.name;
        this.#source = createAccessSource(options2);
        this.#timeout = timeout;
      }
      async place() {
        try {
          return (await this.#source.current()).url;
        } catch (error) {
          throw this.#explain(error, new AbortController().signal, void 0);
        }
      }
      async request(request) {
        const timeout = AbortSignal.timeout(request.timeout ?? this.#timeout);
        const signal = request.signal ? AbortSignal.any([timeout, request.signal]) : timeout;
        try {
          const response = await this.#send(request, signal);
          const text3 = await this.#readBody(response, MAX_BODY_BYTES);
          return {
            status: response.statusCode ?? 0,
            body: this.#parse(text3),
            warnings: readWarnings(response.headers.warning)
          };
        } catch (error) {
          throw this.#explain(error, timeout, request.signal);
        }
      }
      async *stream(request) {
        const silence = new AbortController();
        const signal = request.signal ? AbortSignal.any([silence.signal, request.signal]) : silence.signal;
        let timer = setTimeout(() => silence.abort(), request.silence);
        const heard = /* @__PURE__ */ __name(() => {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), request.silence);
        }, "heard");
        try {
          const response = await this.#send(request, signal);
          heard();
          request.onOpen?.();
          for await (const line of readLines(
            announce(response, heard),
            MAX_LINE_BYTES
          )) {
            yield this.#parse(line);
          }
        } catch (error) {
          throw this.#explain(error, silence.signal, request.signal, "silence");
        } finally {
          clearTimeout(timer);
        }
      }
      close() {
        this.#agent?.destroy();
        this.#agent = void 0;
      }
      #agentFor(access) {
        if (!this.#agent || !isSameWire(access, this.#agentAccess)) {
          const common = {
            keepAlive: true,
            keepAliveMsecs: 15e3,
            maxFreeSockets: 8
          };
          this.#agent = access.url.startsWith("https:") ? new import_node_https.default.Agent({
            ...common,
            ca: access.ca,
            cert: access.certificate,
            key: access.key,
            servername: access.tlsServerName,
            rejectUnauthorized: !access.skipTLSVerify
          }) : new import_node_http.default.Agent(common);
          this.#agentAccess = access;
        }
        return this.#agent;
      }
      async #send(request, signal) {
        const access = await this.#source.current();
        const { token } = access;
        const url = new URL(access.url + request.path);
        for (const [key, value] of Object.entries(request.query ?? {})) {
          if (value !== void 0) {
            url.searchParams.set(key, value);
          }
        }
        const body = request.body === void 0 ? void 0 : JSON.stringify(request.body);
        const { request: send } = url.protocol === "https:" ? import_node_https.default : import_node_http.default;
        const response = await new Promise((resolve3, reject) => {
          const outgoing = send(url, {
            method: request.method,
            agent: this.#agentFor(access),
            signal,
            headers: {
              accept: "application/json",
              "user-agent": "cairn",
              ...body === void 0 ? {} : {
                "content-type": "application/json",
                "content-length": Buffer.byteLength(body)
              },
              ...request.headers,
              ...token ? { authorization: `Bearer ${token}` } : {}
            }
          });
          outgoing.on("response", resolve3);
          outgoing.on("error", reject);
          outgoing.end(body);
        });
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299) {
          if (status === 401) {
            this.#source.refused();
          }
          const text3 = await this.#readBody(response, MAX_ERROR_BYTES);
          throw new ClusterRequestError({
            cluster: this.name,
            failure: "status",
            httpStatus: status,
            answer: readStatus(parseLeniently(text3)),
            retryAfter: readRetryAfter(response.headers["retry-after"]),
            login: this.#source.login
          });
        }
        return response;
      }
      async #readBody(response, limit2) {
        const chunks = [];
        let size = 0;
        for await (const chunk of response) {
          size += chunk.length;
          if (size > limit2) {
            response.destroy();
            throw new ClusterRequestError({
              cluster: this.name,
              failure: "too-large"
            });
          }
          chunks.push(chunk);
        }
        return Buffer.concat(chunks, size).toString("utf8");
      }
      #parse(text3) {
        try {
          return JSON.parse(text3);
        } catch {
          throw new ClusterRequestError({
            cluster: this.name,
            failure: "broken-answer"
          });
        }
      }
      #explain(error, deadline, caller, late = "timeout") {
        if (error instanceof ClusterRequestError) {
          return error;
        }
        let failure = failureOf(error);
        if (caller?.aborted) {
          failure = "aborted";
        } else if (deadline.aborted) {
          failure = late;
        } else if (error instanceof RangeError) {
          failure = "too-large";
        }
        const login = error instanceof KubeconfigError ? error.message : void 0;
        return new ClusterRequestError({
          cluster: this.name,
          failure: login ? "login" : failure,
          detail: login
        });
      }
    };
    __name(isSameWire, "isSameWire");
    __name(announce, "announce");
    __name(parseLeniently, "parseLeniently");
  }
});

// plugins/platform-node/src/clusters/ClusterConnections.ts
var import_errors4, ClusterConnections;
var init_ClusterConnections = __esm({
  "plugins/platform-node/src/clusters/ClusterConnections.ts"() {
    "use strict";
    import_errors4 = require("@backstage/errors");
    init_DefaultKindDiscovery();
    init_HttpClusterConnection();
    ClusterConnections = class _ClusterConnections {
      static {
        __name(this, "ClusterConnections");
      }
      #byName;
      static create(clusters, options2) {
        return new _ClusterConnections(
          new Map(
            clusters.map((cluster2) => {
              const connection = HttpClusterConnection.create(cluster2, {
                timeout: options2.requestTimeout
              });
              return [
                cluster2.name,
                {
                  connection,
                  discovery: DefaultKindDiscovery.create({ connection })
                }
              ];
            })
          )
        );
      }
      constructor(byName) {
        this.#byName = byName;
      }
      names() {
        return [...this.#byName.keys()];
      }
      /** @throws NotFoundError for a name that is not configured. */
      get(name) {
        const access = this.#byName.get(name);
        if (!access) {
          throw new import_errors4.NotFoundError(`There is no cluster "${name}"`);
        }
        return access;
      }
      close() {
        for (const { connection } of this.#byName.values()) {
          connection.close();
        }
      }
    };
  }
});

// plugins/platform-node/src/clusters/DefaultClusterRegistry.ts
var import_errors5, DefaultClusterRegistry;
var init_DefaultClusterRegistry = __esm({
  "plugins/platform-node/src/clusters/DefaultClusterRegistry.ts"() {
    "use strict";
    import_errors5 = require("@backstage/errors");
    DefaultClusterRegistry = class _DefaultClusterRegistry {
      static {
        __name(this, "DefaultClusterRegistry");
      }
      #clusters;
      static create(clusters) {
        return new _DefaultClusterRegistry(clusters);
      }
      constructor(clusters) {
        this.#clusters = new Map(
          clusters.map(({ name, title, url }) => [
            name,
            { name, url, ...title === void 0 ? {} : { title } }
          ])
        );
      }
      list() {
        return [...this.#clusters.values()];
      }
      get(name) {
        const cluster2 = this.#clusters.get(name);
        if (!cluster2) {
          throw new import_errors5.NotFoundError(`There is no cluster "${name}"`);
        }
        return cluster2;
      }
    };
  }
});

// plugins/platform-node/src/clusters/services.ts
var import_backend_plugin_api, clusterRegistryServiceRef, clusterConnectionsServiceRef;
var init_services = __esm({
  "plugins/platform-node/src/clusters/services.ts"() {
    "use strict";
    import_backend_plugin_api = require("@backstage/backend-plugin-api");
    init_readClusterOptions();
    init_readPlatformOptions();
    init_ClusterConnections();
    init_DefaultClusterRegistry();
    clusterRegistryServiceRef = (0, import_backend_plugin_api.createServiceRef)({
      id: "platform.cluster-registry",
      scope: "root",
      defaultFactory: /* @__PURE__ */ __name(async (service) => (0, import_backend_plugin_api.createServiceFactory)({
        service,
        deps: { config: import_backend_plugin_api.coreServices.rootConfig },
        factory: /* @__PURE__ */ __name(({ config }) => DefaultClusterRegistry.create(readClusterOptions(config)), "factory")
      }), "defaultFactory")
    });
    clusterConnectionsServiceRef = (0, import_backend_plugin_api.createServiceRef)({
      id: "platform.cluster-connections",
      scope: "root",
      defaultFactory: /* @__PURE__ */ __name(async (service) => (0, import_backend_plugin_api.createServiceFactory)({
        service,
        deps: {
          config: import_backend_plugin_api.coreServices.rootConfig,
          lifecycle: import_backend_plugin_api.coreServices.rootLifecycle
        },
        factory({ config, lifecycle }) {
          const connections = ClusterConnections.create(
            readClusterOptions(config),
            readPlatformOptions(config)
          );
          lifecycle.addShutdownHook(() => connections.close());
          return connections;
        }
      }), "defaultFactory")
    });
  }
});

// plugins/platform-node/src/person/DefaultPersonService.ts
function normalise(entityRef) {
  return (0, import_catalog_model2.stringifyEntityRef)((0, import_catalog_model2.parseEntityRef)(entityRef));
}
function isGroupRef(entityRef) {
  return entityRef.startsWith("group:");
}
var import_catalog_model2, import_errors6, MAX_KEPT, DefaultPersonService;
var init_DefaultPersonService = __esm({
  "plugins/platform-node/src/person/DefaultPersonService.ts"() {
    "use strict";
    import_catalog_model2 = require("@backstage/catalog-model");
    import_errors6 = require("@backstage/errors");
    MAX_KEPT = 1e4;
    __name(normalise, "normalise");
    __name(isGroupRef, "isGroupRef");
    DefaultPersonService = class _DefaultPersonService {
      static {
        __name(this, "DefaultPersonService");
      }
      #userInfo;
      #catalog;
      #ttl;
      #kept = /* @__PURE__ */ new Map();
      static create(options2) {
        return new _DefaultPersonService(options2);
      }
      constructor(options2) {
        this.#userInfo = options2.userInfo;
        this.#catalog = options2.catalog;
        this.#ttl = options2.ttl;
      }
      async getPerson(credentials) {
        const key = credentials.principal.userEntityRef;
        const kept = this.#kept.get(key);
        if (kept && kept.until > Date.now()) {
          return kept.person;
        }
        this.#forgetOld();
        const person = this.#load(credentials);
        this.#kept.set(key, { until: Date.now() + this.#ttl, person });
        person.catch(() => {
          if (this.#kept.get(key)?.person === person) {
            this.#kept.delete(key);
          }
        });
        return person;
      }
      async #load(credentials) {
        const info = await this.#userInfo.getUserInfo(credentials);
        const userRef = normalise(info.userEntityRef);
        const named = [
          ...new Set(info.ownershipEntityRefs.map(normalise).filter(isGroupRef))
        ].sort();
        const [user2, ...groups] = await this.#readEntities(
          [userRef, ...named],
          credentials
        );
        const memberships = new Set(
          (user2?.relations ?? []).filter(({ type }) => type === import_catalog_model2.RELATION_MEMBER_OF).map(({ targetRef }) => normalise(targetRef))
        );
        return {
          userRef,
          groupRefs: named.filter(
            (ref, index) => groups[index] !== void 0 && memberships.has(ref)
          )
        };
      }
      async #readEntities(entityRefs, credentials) {
        try {
          const { items } = await this.#catalog.getEntitiesByRefs(
            {
              entityRefs,
              fields: ["kind", "metadata.name", "metadata.namespace", "relations"]
            },
            { credentials }
          );
          return items;
        } catch {
          throw new import_errors6.ServiceUnavailableError(
            "Your group memberships cannot be checked because the catalog does not answer. Try again in a minute."
          );
        }
      }
      #forgetOld() {
        if (this.#kept.size < MAX_KEPT) {
          return;
        }
        const now = Date.now();
        for (const [key, { until }] of this.#kept) {
          if (until <= now || this.#kept.size >= MAX_KEPT) {
            this.#kept.delete(key);
          }
        }
      }
    };
  }
});

// plugins/platform-node/src/person/services.ts
var import_backend_plugin_api2, import_plugin_catalog_node, personServiceRef;
var init_services2 = __esm({
  "plugins/platform-node/src/person/services.ts"() {
    "use strict";
    import_backend_plugin_api2 = require("@backstage/backend-plugin-api");
    import_plugin_catalog_node = require("@backstage/plugin-catalog-node");
    init_readPlatformOptions();
    init_DefaultPersonService();
    personServiceRef = (0, import_backend_plugin_api2.createServiceRef)({
      id: "platform.person",
      scope: "plugin",
      defaultFactory: /* @__PURE__ */ __name(async (service) => (0, import_backend_plugin_api2.createServiceFactory)({
        service,
        deps: {
          config: import_backend_plugin_api2.coreServices.rootConfig,
          userInfo: import_backend_plugin_api2.coreServices.userInfo,
          catalog: import_plugin_catalog_node.catalogServiceRef
        },
        factory: /* @__PURE__ */ __name(({ config, userInfo, catalog }) => DefaultPersonService.create({
          userInfo,
          catalog,
          ttl: readPlatformOptions(config).membershipTtl
        }), "factory")
      }), "defaultFactory")
    });
  }
});

// plugins/platform-node/src/http/describeFailure.ts
function describeFailure(error) {
  const cluster2 = `Cluster "${error.cluster}"`;
  switch (error.failure) {
    case "timeout":
      return `${cluster2} does not answer in time.`;
    case "silence":
      return `${cluster2} has gone silent; the connection is made anew.`;
    case "tls":
      return `${cluster2} shows a certificate that the portal does not trust. The platform team can mend the configured CA.`;
    case "login":
      return `The portal finds no credentials for cluster "${error.cluster}" in its kubeconfig. The platform team can read why in the portal's log.`;
    case "broken-answer":
      return `${cluster2} sends an answer that cannot be read.`;
    case "too-large":
      return `${cluster2} sends an answer that is too large.`;
    case "aborted":
      return `The request to cluster "${error.cluster}" was stopped.`;
    case "status":
      return describeStatus(cluster2, error);
    default:
      return `${cluster2} cannot be reached.`;
  }
}
function describeStatus(cluster2, { httpStatus: status = 0, login = "configuration" }) {
  if (status === 401) {
    return `${cluster2} does not accept the portal's own sign-in: it has been revoked or has run out. The platform team ${NEW_LOGIN[login]}.`;
  }
  if (status === 403) {
    return `The portal may not read this on c${cluster2.slice(
      1
    )}. The platform team can grant it.`;
  }
  if (status === 429) {
    return `${cluster2} asks for fewer requests; it is asked again later.`;
  }
  return `${cluster2} answers with an error (${status}).`;
}
var NEW_LOGIN;
var init_describeFailure = __esm({
  "plugins/platform-node/src/http/describeFailure.ts"() {
    "use strict";
    __name(describeFailure, "describeFailure");
    NEW_LOGIN = {
      "token-file": "can put a new token into the file that the portal reads it from; it is taken up without a restart",
      kubeconfig: "can renew the login in the portal's kubeconfig; it is taken up without a restart",
      configuration: "can put a new token into the portal's configuration and start it again"
    };
    __name(describeStatus, "describeStatus");
  }
});

// plugins/platform-node/src/watch/Backoff.ts
var Backoff;
var init_Backoff = __esm({
  "plugins/platform-node/src/watch/Backoff.ts"() {
    "use strict";
    Backoff = class {
      constructor(limits) {
        this.limits = limits;
      }
      limits;
      static {
        __name(this, "Backoff");
      }
      #attempts = 0;
      /**
       * Milliseconds until the next attempt.
       *
       * @param atLeast - What the server asked for, if it did.
       */
      next(atLeast = 0) {
        const { min, max } = this.limits;
        const ceiling = Math.min(max, min * 2 ** Math.min(this.#attempts, 30));
        this.#attempts += 1;
        const pause = ceiling / 2 + Math.random() * ceiling / 2;
        return Math.max(pause, atLeast);
      }
      reset() {
        this.#attempts = 0;
      }
    };
  }
});

// plugins/platform-node/src/http/resourcePath.ts
function resourcePath(options2) {
  const { group, version, plural, namespace, name } = options2;
  const segments = [
    ...group === "" ? ["api"] : ["apis", group],
    version,
    ...namespace === void 0 ? [] : ["namespaces", namespace],
    plural,
    ...name === void 0 ? [] : [name]
  ];
  return segments.map((segment) => `/${encodeSegment(segment)}`).join("");
}
function encodeSegment(segment) {
  if (segment === "" || segment === "." || segment === "..") {
    throw new import_errors7.InputError(
      "A name of a Kubernetes object must be more than dots"
    );
  }
  return encodeURIComponent(segment);
}
var import_errors7;
var init_resourcePath = __esm({
  "plugins/platform-node/src/http/resourcePath.ts"() {
    "use strict";
    import_errors7 = require("@backstage/errors");
    __name(resourcePath, "resourcePath");
    __name(encodeSegment, "encodeSegment");
  }
});

// plugins/platform-node/src/watch/projectObject.ts
function isRecord3(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function isSecretKind(kind) {
  return kind.group === "" && kind.kind === "Secret";
}
function projectObject(raw, fallback) {
  if (!isRecord3(raw) || !isRecord3(raw.metadata) || typeof raw.metadata.name !== "string" || raw.metadata.name === "") {
    return void 0;
  }
  const { managedFields: _, ...metadata } = raw.metadata;
  if (isRecord3(metadata.annotations) && LAST_APPLIED in metadata.annotations) {
    const { [LAST_APPLIED]: __, ...annotations3 } = metadata.annotations;
    metadata.annotations = annotations3;
  }
  const apiVersion = typeof raw.apiVersion === "string" ? raw.apiVersion : fallback.apiVersion;
  const kind = typeof raw.kind === "string" ? raw.kind : fallback.kind;
  const isSecret2 = isSecretKind({ group: apiVersion === "v1" ? "" : apiVersion, kind }) || isSecretKind({
    group: fallback.apiVersion === "v1" ? "" : fallback.apiVersion,
    kind: fallback.kind
  });
  const object = {
    apiVersion,
    kind,
    metadata
  };
  for (const [field, value] of Object.entries(raw)) {
    if (field !== "apiVersion" && field !== "kind" && field !== "metadata" && field !== "__proto__" && !(isSecret2 && SECRET_FIELDS.has(field))) {
      object[field] = value;
    }
  }
  if (kind === "PartialObjectMetadata") {
    object.apiVersion = fallback.apiVersion;
    object.kind = fallback.kind;
  }
  return object;
}
var LAST_APPLIED, SECRET_FIELDS;
var init_projectObject = __esm({
  "plugins/platform-node/src/watch/projectObject.ts"() {
    "use strict";
    LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    SECRET_FIELDS = /* @__PURE__ */ new Set(["data", "stringData"]);
    __name(isRecord3, "isRecord");
    __name(isSecretKind, "isSecretKind");
    __name(projectObject, "projectObject");
  }
});

// plugins/platform-node/src/watch/resourceVersion.ts
function compareResourceVersions(a, b) {
  if (a === void 0 || b === void 0 || !DECIMAL.test(a) || !DECIMAL.test(b)) {
    return void 0;
  }
  if (a.length !== b.length) {
    return a.length - b.length;
  }
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
var DECIMAL;
var init_resourceVersion = __esm({
  "plugins/platform-node/src/watch/resourceVersion.ts"() {
    "use strict";
    DECIMAL = /^(0|[1-9][0-9]*)$/;
    __name(compareResourceVersions, "compareResourceVersions");
  }
});

// plugins/platform-node/src/watch/listAll.ts
function readPage(cluster2, body) {
  const { items, metadata } = body ?? {};
  const { resourceVersion, continue: continueToken } = metadata ?? {};
  if (items !== null && !Array.isArray(items) || typeof metadata !== "object") {
    throw new ClusterRequestError({ cluster: cluster2, failure: "broken-answer" });
  }
  return {
    items: items ?? [],
    ...typeof resourceVersion === "string" ? { resourceVersion } : {},
    ...typeof continueToken === "string" && continueToken !== "" ? { continueToken } : {}
  };
}
function apiVersionOf(found) {
  return found.group === "" ? found.version : `${found.group}/${found.version}`;
}
async function listAll(connection, found, options2) {
  try {
    return await listPages(connection, found, options2);
  } catch (error) {
    if (isClusterRequestError(error) && error.httpStatus === 410) {
      return listPages(connection, found, options2);
    }
    throw error;
  }
}
async function listPages(connection, found, options2) {
  const objects = [];
  let resourceVersion;
  let continueToken;
  do {
    const { body } = await connection.request({
      method: "GET",
      path: resourcePath(found),
      query: { limit: String(options2.pageSize), continue: continueToken },
      signal: options2.signal,
      timeout: LONG_LIST_TIMEOUT
    });
    const page = readPage(connection.name, body);
    for (const item of page.items) {
      const object = projectObject(item, {
        apiVersion: apiVersionOf(found),
        kind: found.kind
      });
      if (object) {
        objects.push(object);
      }
    }
    if (objects.length > options2.maxObjects) {
      throw new TooManyObjectsError();
    }
    resourceVersion ??= page.resourceVersion;
    continueToken = page.continueToken;
  } while (continueToken !== void 0);
  return { objects, resourceVersion };
}
async function currentVersion(connection, found, signal) {
  const { body } = await connection.request({
    method: "GET",
    path: resourcePath(found),
    query: { limit: "1" },
    signal
  });
  return readPage(connection.name, body).resourceVersion;
}
async function isBehind(connection, found, position, signal) {
  const current = await currentVersion(connection, found, signal);
  const order = compareResourceVersions(current, position);
  return order === void 0 || order < 0;
}
var TooManyObjectsError, LONG_LIST_TIMEOUT;
var init_listAll = __esm({
  "plugins/platform-node/src/watch/listAll.ts"() {
    "use strict";
    init_ClusterRequestError();
    init_resourcePath();
    init_projectObject();
    init_resourceVersion();
    TooManyObjectsError = class extends Error {
      static {
        __name(this, "TooManyObjectsError");
      }
      name = "TooManyObjectsError";
    };
    LONG_LIST_TIMEOUT = 6e4;
    __name(readPage, "readPage");
    __name(apiVersionOf, "apiVersionOf");
    __name(listAll, "listAll");
    __name(listPages, "listPages");
    __name(currentVersion, "currentVersion");
    __name(isBehind, "isBehind");
  }
});

// plugins/platform-node/src/watch/WatchReader.ts
function readEvent(line) {
  const { type, object } = line ?? {};
  return typeof type === "string" && typeof object === "object" && object !== null ? { type, object } : void 0;
}
var WatchReader;
var init_WatchReader = __esm({
  "plugins/platform-node/src/watch/WatchReader.ts"() {
    "use strict";
    init_ClusterRequestError();
    init_listAll();
    init_projectObject();
    init_resourceVersion();
    __name(readEvent, "readEvent");
    WatchReader = class _WatchReader {
      static {
        __name(this, "WatchReader");
      }
      #options;
      #position;
      static create(options2) {
        return new _WatchReader(options2);
      }
      constructor(options2) {
        this.#options = options2;
        this.#position = options2.position;
      }
      /** Version up to which everything has been seen. */
      get position() {
        return this.#position;
      }
      /** @throws ClusterRequestError when the server ends the watch with an error. */
      read(line) {
        const event = readEvent(line);
        switch (event?.type) {
          case "ADDED":
          case "MODIFIED":
          case "DELETED":
            this.#readChange(event);
            break;
          case "BOOKMARK":
            this.#readBookmark(event.object);
            break;
          case "ERROR":
            throw new ClusterRequestError({
              cluster: this.#options.cluster,
              failure: "status",
              httpStatus: Number(event.object.code) || 500
            });
          default:
            this.#options.onUnreadable();
        }
      }
      #readChange(event) {
        const { found, store, onChange, onUnreadable } = this.#options;
        const object = projectObject(event.object, {
          apiVersion: apiVersionOf(found),
          kind: found.kind
        });
        if (!object) {
          onUnreadable();
          return;
        }
        this.#checkOrder(object);
        const change = event.type === "DELETED" ? store.remove(object) : store.put(object);
        if (change) {
          onChange(change);
        }
      }
      /** A server never goes back; when it does, events may be missing or the server is another one. */
      #checkOrder(object) {
        const version = object.metadata.resourceVersion;
        const order = compareResourceVersions(version, this.#position);
        if (order === void 0 || order > 0) {
          this.#position = version ?? this.#position;
        } else if (order < 0 && !this.#options.store.knows(object)) {
          this.#options.onDoubt();
        }
      }
      #readBookmark(object) {
        const { resourceVersion } = object.metadata ?? {};
        if (typeof resourceVersion !== "string") {
          return;
        }
        const order = compareResourceVersions(resourceVersion, this.#position);
        if (order !== void 0 && order < 0) {
          this.#options.onDoubt();
        } else {
          this.#position = resourceVersion;
        }
      }
    };
  }
});

// plugins/platform-node/src/watch/followWatch.ts
async function followWatch(options2) {
  const { connection, found, store, watch } = options2;
  const openedAt = Date.now();
  const duration = watch.watchDuration * (0.8 + Math.random() * 0.2);
  const doubt = new AbortController();
  let doubtTimer;
  const reader = WatchReader.create({
    cluster: connection.name,
    found,
    store,
    position: options2.position,
    onChange: options2.onChange,
    onUnreadable: options2.onUnreadable,
    onDoubt: /* @__PURE__ */ __name(() => {
      const wait2 = options2.listedAt + watch.verifyGap - Date.now();
      doubtTimer ??= setTimeout(() => doubt.abort(), Math.max(0, wait2));
    }, "onDoubt")
  });
  try {
    const lines = connection.stream({
      method: "GET",
      path: resourcePath(found),
      query: {
        watch: "true",
        allowWatchBookmarks: "true",
        resourceVersion: options2.position,
        timeoutSeconds: String(Math.max(1, Math.ceil(duration / 1e3)))
      },
      silence: watch.stallDeadline,
      signal: AbortSignal.any([options2.signal, doubt.signal]),
      onOpen: options2.onOpen
    });
    for await (const line of lines) {
      reader.read(line);
      options2.onHeard(reader.position);
      if (store.size > watch.maxObjects) {
        throw new TooManyObjectsError();
      }
    }
  } catch (error) {
    if (!doubt.signal.aborted || options2.signal.aborted) {
      throw error;
    }
  } finally {
    clearTimeout(doubtTimer);
  }
  if (doubtTimer) {
    return "in-doubt";
  }
  return Date.now() - openedAt >= duration - TOLERANCE && duration > TOLERANCE ? "in-time" : "early";
}
var TOLERANCE;
var init_followWatch = __esm({
  "plugins/platform-node/src/watch/followWatch.ts"() {
    "use strict";
    init_resourcePath();
    init_listAll();
    init_WatchReader();
    TOLERANCE = 1e3;
    __name(followWatch, "followWatch");
  }
});

// plugins/platform-node/src/watch/ObjectStore.ts
function keyOf2(object) {
  return `${object.metadata.namespace ?? ""}/${object.metadata.name}`;
}
function isOlder(a, b) {
  const order = compareResourceVersions(
    a.metadata.resourceVersion,
    b.metadata.resourceVersion
  );
  return order !== void 0 && order < 0;
}
function isSame(a, b) {
  return a.metadata.uid === b.metadata.uid && a.metadata.resourceVersion !== void 0 && a.metadata.resourceVersion === b.metadata.resourceVersion;
}
var MAX_TOMBSTONES, ObjectStore;
var init_ObjectStore = __esm({
  "plugins/platform-node/src/watch/ObjectStore.ts"() {
    "use strict";
    init_resourceVersion();
    MAX_TOMBSTONES = 1e3;
    __name(keyOf2, "keyOf");
    __name(isOlder, "isOlder");
    __name(isSame, "isSame");
    ObjectStore = class {
      static {
        __name(this, "ObjectStore");
      }
      #cluster;
      #byNamespace = /* @__PURE__ */ new Map();
      /** Resource version at which a key was deleted, oldest first. */
      #deleted = /* @__PURE__ */ new Map();
      #size = 0;
      constructor(cluster2) {
        this.#cluster = cluster2;
      }
      get size() {
        return this.#size;
      }
      *values(namespaces) {
        if (!namespaces) {
          for (const objects of this.#byNamespace.values()) {
            yield* objects.values();
          }
          return;
        }
        for (const namespace of new Set(namespaces)) {
          yield* this.#byNamespace.get(namespace)?.values() ?? [];
        }
      }
      find(namespace, name) {
        return this.#byNamespace.get(namespace)?.get(name);
      }
      /** Whether exactly this state of an object is held, or is the one it was deleted in. */
      knows(object) {
        const held = this.#get(object);
        const grave = this.#deleted.get(keyOf2(object));
        return Boolean(
          held && isSame(held, object) || grave && isSame(grave, object)
        );
      }
      /** Takes an object that was added or modified; undefined when that is no news. */
      put(object) {
        const held = this.#get(object);
        if (held && (isSame(held, object) || isOlder(object, held))) {
          return void 0;
        }
        const grave = this.#deleted.get(keyOf2(object));
        if (!held && grave && (isSame(grave, object) || isOlder(object, grave))) {
          return void 0;
        }
        this.#set(object);
        return held ? this.#change("modified", object, held) : this.#change("added", object);
      }
      /** Takes the last state of an object that was deleted; undefined when that is no news. */
      remove(object) {
        const held = this.#get(object);
        if (held && isOlder(object, held)) {
          return void 0;
        }
        this.#bury(object);
        if (!held) {
          return void 0;
        }
        this.#delete(held);
        return this.#change("deleted", object, held);
      }
      /** Makes the content equal to a complete list, whatever the order of versions says. */
      replaceAll(objects) {
        const changes = [];
        const present = /* @__PURE__ */ new Set();
        this.#deleted.clear();
        for (const object of objects) {
          present.add(keyOf2(object));
          const held = this.#get(object);
          if (held && isSame(held, object)) {
            continue;
          }
          this.#set(object);
          changes.push(
            held ? this.#change("modified", object, held) : this.#change("added", object)
          );
        }
        for (const { object } of [...this.values()]) {
          if (!present.has(keyOf2(object))) {
            this.#delete(object);
            changes.push(this.#change("deleted", object, object));
          }
        }
        return changes;
      }
      clear() {
        this.#byNamespace.clear();
        this.#deleted.clear();
        this.#size = 0;
      }
      #get(object) {
        return this.find(object.metadata.namespace ?? "", object.metadata.name)?.object;
      }
      #set(object) {
        const namespace = object.metadata.namespace ?? "";
        let objects = this.#byNamespace.get(namespace);
        if (!objects) {
          objects = /* @__PURE__ */ new Map();
          this.#byNamespace.set(namespace, objects);
        }
        this.#size += objects.has(object.metadata.name) ? 0 : 1;
        objects.set(object.metadata.name, { cluster: this.#cluster, object });
        this.#deleted.delete(keyOf2(object));
      }
      #delete(object) {
        const namespace = object.metadata.namespace ?? "";
        const objects = this.#byNamespace.get(namespace);
        if (objects?.delete(object.metadata.name)) {
          this.#size -= 1;
        }
        if (objects?.size === 0) {
          this.#byNamespace.delete(namespace);
        }
      }
      #bury(object) {
        const key = keyOf2(object);
        const grave = this.#deleted.get(key);
        if (grave && isOlder(object, grave)) {
          return;
        }
        this.#deleted.delete(key);
        this.#deleted.set(key, {
          apiVersion: object.apiVersion,
          kind: object.kind,
          metadata: {
            name: object.metadata.name,
            uid: object.metadata.uid,
            resourceVersion: object.metadata.resourceVersion
          }
        });
        if (this.#deleted.size > MAX_TOMBSTONES) {
          for (const oldest of this.#deleted.keys()) {
            this.#deleted.delete(oldest);
            break;
          }
        }
      }
      #change(type, object, previous) {
        return {
          type,
          cluster: this.#cluster,
          object,
          ...previous ? { previous } : {}
        };
      }
    };
  }
});

// plugins/platform-node/src/watch/SourceState.ts
function iso(time) {
  return time === void 0 ? void 0 : new Date(time).toISOString();
}
var SourceState;
var init_SourceState = __esm({
  "plugins/platform-node/src/watch/SourceState.ts"() {
    "use strict";
    __name(iso, "iso");
    SourceState = class {
      constructor(source) {
        this.source = source;
      }
      source;
      static {
        __name(this, "SourceState");
      }
      #startedAt = Date.now();
      #synced = false;
      #missing = false;
      #provenAt;
      #failingSince;
      #isSilent = false;
      #error;
      get synced() {
        return this.#synced;
      }
      /** Whether there is trouble that is not over. */
      get failing() {
        return this.#failingSince !== void 0;
      }
      /** When the data were last known to be current, in milliseconds; undefined while there are none. */
      get provenAt() {
        return this.#provenAt;
      }
      get missing() {
        return this.#missing;
      }
      /** The data are complete as of now. */
      complete() {
        this.#synced = true;
        this.#missing = false;
        this.#provenAt = Date.now();
      }
      /** The server has told something, so the data are current as of now. */
      heard() {
        this.#provenAt = Date.now();
        this.recovered();
      }
      /** The way to the server is open again. */
      recovered() {
        this.#failingSince = void 0;
        this.#isSilent = false;
        this.#error = void 0;
      }
      /** The cluster does not offer the kind. */
      absent() {
        this.recovered();
        this.#synced = true;
        this.#missing = true;
        this.#provenAt = Date.now();
      }
      failed(sentence) {
        this.#failingSince ??= Date.now();
        this.#error = sentence;
      }
      /** The server gives no sign of life: how old the data are nobody knows, so they are stale at once. */
      silent(sentence) {
        this.failed(sentence);
        this.#isSilent = true;
      }
      /** The data that are held must not be served any longer. */
      lost(sentence) {
        this.#synced = false;
        this.failed(sentence);
      }
      describe(found) {
        const { cluster: cluster2, kind, staleAfter } = this.source;
        const name = found?.plural ?? kind.kind;
        const health = {
          cluster: cluster2,
          resource: kind.group === "" ? name : `${name}.${kind.group}`,
          state: this.#synced ? "synced" : "catching-up"
        };
        const asOf = iso(this.#provenAt);
        if (asOf !== void 0) {
          health.asOf = asOf;
        }
        if (this.#missing) {
          health.missing = true;
        }
        if (this.#failingSince !== void 0) {
          const isStale = !this.#synced || this.#isSilent || Date.now() - this.#failingSince >= staleAfter;
          health.state = isStale ? "stale" : "catching-up";
          health.error = this.#error;
          if (isStale) {
            health.staleSince = iso(this.#provenAt ?? this.#startedAt);
          }
        }
        return health;
      }
    };
  }
});

// plugins/platform-node/src/watch/KindWatcher.ts
var import_promises, LOGIN_PAUSE, KindWatcher;
var init_KindWatcher = __esm({
  "plugins/platform-node/src/watch/KindWatcher.ts"() {
    "use strict";
    import_promises = require("node:timers/promises");
    init_ClusterRequestError();
    init_describeFailure();
    init_Backoff();
    init_followWatch();
    init_listAll();
    init_ObjectStore();
    init_SourceState();
    LOGIN_PAUSE = 1e4;
    KindWatcher = class _KindWatcher {
      static {
        __name(this, "KindWatcher");
      }
      store;
      #options;
      #state;
      #stop = new AbortController();
      #backoff;
      #running;
      #settle = /* @__PURE__ */ __name(() => {
      }, "#settle");
      #isSettled = false;
      #found;
      /** Version up to which everything has been seen; undefined when a list is due. */
      #position;
      #listedAt = -Infinity;
      /** Server that the position is one of. */
      #place;
      /** After a failure the server may have been restored to an older state: look before resuming. */
      #mustProbe = false;
      /** Ends the present watch; what it holds may be a connection to nobody. */
      #interrupt = new AbortController();
      /** Ends the present pause early. */
      #wake = /* @__PURE__ */ __name(() => {
      }, "#wake");
      /** Resolves when there is a first answer, good or bad. */
      settled;
      static start(options2) {
        return new _KindWatcher(options2);
      }
      constructor(options2) {
        this.#options = options2;
        const cluster2 = options2.access.connection.name;
        this.store = new ObjectStore(cluster2);
        this.#state = new SourceState({
          cluster: cluster2,
          kind: options2.kind,
          staleAfter: options2.watch.staleAfter
        });
        this.#backoff = new Backoff({
          min: options2.watch.minBackoff,
          max: options2.watch.maxBackoff
        });
        this.settled = new Promise((resolve3) => {
          this.#settle = () => {
            this.#isSettled = true;
            resolve3();
          };
        });
        this.#running = this.#run();
      }
      get isSettled() {
        return this.#isSettled;
      }
      health() {
        return this.#state.describe(this.#found);
      }
      /** When the cluster last proved that the data are current, in milliseconds. */
      get provenAt() {
        return this.#state.provenAt;
      }
      /** Whether there is trouble already, which is being seen to. */
      get failing() {
        return this.#state.failing;
      }
      /** The cluster does not answer, although the watch has not broken: it is made anew. */
      doubt(error) {
        if (!this.#state.failing) {
          this.#state.silent(describeFailure(error));
          this.#interrupt.abort();
        }
      }
      /** Someone reads: a kind that was missing is looked for again at once. */
      touch() {
        if (this.#state.missing) {
          this.#wake();
        }
      }
      async stop() {
        this.#stop.abort();
        await this.#running;
        this.#settle();
        this.store.clear();
      }
      async #run() {
        const { signal } = this.#stop;
        while (!signal.aborted) {
          let pause = 0;
          try {
            pause = await this.#cycle();
          } catch (error) {
            pause = signal.aborted ? 0 : this.#fail(error);
          }
          this.#settle();
          if (pause > 0 && !signal.aborted) {
            await this.#pause(pause);
          }
        }
      }
      async #pause(milliseconds) {
        const woken = new AbortController();
        this.#wake = () => woken.abort();
        const signal = AbortSignal.any([this.#stop.signal, woken.signal]);
        await (0, import_promises.setTimeout)(milliseconds, void 0, { signal, ref: false }).catch(
          () => {
          }
        );
        this.#wake = () => {
        };
      }
      /** One list or one watch; returns the pause after it. */
      async #cycle() {
        const { access, watch } = this.#options;
        const place = await access.connection.place();
        if (place !== this.#place) {
          access.discovery.invalidate();
          this.#position = void 0;
          this.#place = place;
        }
        const found = await this.#discover();
        if (!found) {
          this.#becomeMissing();
          return this.#backoff.next();
        }
        if (found.plural !== this.#found?.plural || found.version !== this.#found.version || Date.now() - this.#listedAt >= watch.resyncAfter) {
          this.#position = void 0;
        }
        this.#found = found;
        if (this.#position !== void 0 && this.#mustProbe) {
          await this.#probe(found, this.#position);
        }
        if (this.#position === void 0) {
          await this.#list(found);
        }
        return this.#watch(found);
      }
      /**
       * Discovery leaves a group out while the server behind it is down, so a kind that was there is
       * missing only when its own path says so.
       */
      async #discover() {
        const { access, kind } = this.#options;
        const found = await access.discovery.find(kind);
        if (found?.verbs.includes("list") && found.verbs.includes("watch")) {
          return found;
        }
        if (!this.#found || this.#state.missing) {
          return void 0;
        }
        try {
          await currentVersion(access.connection, this.#found, this.#stop.signal);
          return this.#found;
        } catch (error) {
          if (isClusterRequestError(error) && error.httpStatus === 404) {
            return void 0;
          }
          throw error;
        }
      }
      async #probe(found, position) {
        const { connection } = this.#options.access;
        if (await isBehind(connection, found, position, this.#stop.signal)) {
          this.#position = void 0;
        }
        this.#mustProbe = false;
      }
      async #list(found) {
        const { access, watch } = this.#options;
        const { objects, resourceVersion } = await listAll(
          access.connection,
          found,
          { ...watch, signal: this.#stop.signal }
        );
        const isFirst = !this.#state.synced;
        const changes = this.store.replaceAll(objects);
        this.#position = resourceVersion;
        this.#listedAt = Date.now();
        this.#mustProbe = false;
        this.#state.complete();
        this.#settle();
        if (!isFirst) {
          changes.forEach((change) => this.#options.onChange(change));
        }
      }
      async #watch(found) {
        const { access, watch, logger: logger2, onChange } = this.#options;
        const { connection } = access;
        const openedAt = Date.now();
        const interrupt = new AbortController();
        this.#interrupt = interrupt;
        try {
          const end = await followWatch({
            connection,
            found,
            store: this.store,
            watch,
            position: this.#position,
            listedAt: this.#listedAt,
            signal: AbortSignal.any([this.#stop.signal, interrupt.signal]),
            onChange,
            onOpen: /* @__PURE__ */ __name(() => this.#state.recovered(), "onOpen"),
            onHeard: /* @__PURE__ */ __name((position) => {
              this.#state.heard();
              this.#position = position;
            }, "onHeard"),
            onUnreadable: /* @__PURE__ */ __name(() => logger2.warn(
              `Cluster "${connection.name}" sent an event of ${found.plural} that cannot be read; it is left out`
            ), "onUnreadable")
          });
          return this.#afterWatch(end);
        } catch (error) {
          if (!interrupt.signal.aborted) {
            throw error;
          }
          return this.#afterWatch("early");
        } finally {
          if (Date.now() - openedAt >= Math.min(5e3, watch.watchDuration / 2)) {
            this.#backoff.reset();
          }
        }
      }
      /** Returns the pause before the next watch. */
      #afterWatch(end) {
        switch (end) {
          case "in-time":
            this.#state.heard();
            return 0;
          case "in-doubt":
            this.#position = void 0;
            return 0;
          default:
            this.#mustProbe = true;
            return this.#backoff.next();
        }
      }
      #becomeMissing() {
        this.#position = void 0;
        this.#state.absent();
        this.store.replaceAll([]).forEach((change) => this.#options.onChange(change));
      }
      /** Notes a failure and returns the pause before the next attempt. */
      #fail(error) {
        const { access, logger: logger2, watch, kind } = this.#options;
        this.#mustProbe = true;
        if (error instanceof TooManyObjectsError) {
          this.#position = void 0;
          this.store.clear();
          this.#state.lost(
            `Cluster "${access.connection.name}" has more than ${watch.maxObjects} objects of this kind, so they are not shown. The platform team can raise platform.watch.maxObjects.`
          );
          return watch.maxBackoff * 10;
        }
        if (!isClusterRequestError(error)) {
          logger2.error(
            `Watching ${kind.kind} on cluster "${access.connection.name}" failed`,
            error instanceof Error ? error : void 0
          );
          this.#position = void 0;
          this.#state.failed(
            "The portal could not read the answer of the cluster."
          );
          return this.#backoff.next();
        }
        return this.#failRequest(error);
      }
      #failRequest(error) {
        const { access, logger: logger2, kind, watch } = this.#options;
        if (error.httpStatus === 410) {
          this.#position = void 0;
          const isFresh = Date.now() - this.#listedAt < watch.verifyGap;
          return isFresh ? this.#backoff.next() : 0;
        }
        if (error.httpStatus === 404) {
          access.discovery.invalidate();
        }
        if (error.httpStatus === 504 || error.httpStatus === 400) {
          this.#position = void 0;
        }
        const isNews = !this.#state.failing;
        this.#state.failed(describeFailure(error));
        const isTheirs = error.failure === "login" || error.httpStatus === 401;
        logger2[isTheirs && isNews ? "warn" : "debug"](
          `Watching ${kind.kind} on cluster "${access.connection.name}": ${error.message}`
        );
        const pause = this.#backoff.next(error.retryAfter);
        return isTheirs ? Math.min(pause, LOGIN_PAUSE) : pause;
      }
    };
  }
});

// plugins/platform-node/src/watch/matchesQuery.ts
function matchesQuery(query, object) {
  const { metadata } = object;
  if (query.name !== void 0 && query.name !== metadata.name) {
    return false;
  }
  if (query.namespaces && !query.namespaces.includes(metadata.namespace ?? "")) {
    return false;
  }
  return Object.entries(query.labelSelector ?? {}).every(
    ([label2, value]) => metadata.labels?.[label2] === value
  );
}
function narrowChange(query, change) {
  const before = change.previous !== void 0 && matchesQuery(query, change.previous);
  const after = change.type !== "deleted" && matchesQuery(query, change.object);
  if (before && after) {
    return change;
  }
  if (after) {
    return { type: "added", cluster: change.cluster, object: change.object };
  }
  return before ? { ...change, type: "deleted" } : void 0;
}
var init_matchesQuery = __esm({
  "plugins/platform-node/src/watch/matchesQuery.ts"() {
    "use strict";
    __name(matchesQuery, "matchesQuery");
    __name(narrowChange, "narrowChange");
  }
});

// plugins/platform-node/src/watch/Pulse.ts
var PATH, Pulse;
var init_Pulse = __esm({
  "plugins/platform-node/src/watch/Pulse.ts"() {
    "use strict";
    init_ClusterRequestError();
    PATH = "/version";
    Pulse = class _Pulse {
      static {
        __name(this, "Pulse");
      }
      #after;
      #timeout;
      #heardAt = /* @__PURE__ */ new Map();
      #asking = /* @__PURE__ */ new Map();
      static create(options2) {
        return new _Pulse(options2.after, options2.timeout);
      }
      constructor(after, timeout) {
        this.#after = after;
        this.#timeout = timeout;
      }
      /**
       * Waits for the sign of life of a cluster that was not heard of lately; all who ask wait for the same.
       *
       * @param heardAt - when it was last heard of elsewhere, in milliseconds
       * @returns why there is none; undefined when the cluster lives.
       */
      async missing({ connection }, heardAt) {
        const { name } = connection;
        const last = Math.max(heardAt, this.#heardAt.get(name) ?? 0);
        if (Date.now() - last < this.#after) {
          return void 0;
        }
        let asking = this.#asking.get(name);
        if (!asking) {
          asking = this.#ask(connection).finally(() => this.#asking.delete(name));
          this.#asking.set(name, asking);
        }
        return asking;
      }
      async #ask(connection) {
        try {
          await connection.request({
            method: "GET",
            path: PATH,
            timeout: this.#timeout
          });
        } catch (error) {
          if (!isClusterRequestError(error)) {
            throw error;
          }
          if (error.failure !== "status") {
            return error;
          }
        }
        this.#heardAt.set(connection.name, Date.now());
        return void 0;
      }
    };
  }
});

// plugins/platform-node/src/watch/DefaultWatchCache.ts
function kindKey({ group, kind }) {
  return `${kind}.${group}`;
}
function select(watcher, query) {
  const { store } = watcher;
  const { name, namespaces } = query;
  if (name !== void 0 && namespaces) {
    return [...new Set(namespaces)].flatMap((namespace) => {
      const found = store.find(namespace, name);
      return found && matchesQuery(query, found.object) ? [found] : [];
    });
  }
  const items = [];
  for (const item of store.values(namespaces)) {
    if (matchesQuery(query, item.object)) {
      items.push(item);
    }
  }
  return items;
}
var import_promises2, import_errors8, DefaultWatchCache;
var init_DefaultWatchCache = __esm({
  "plugins/platform-node/src/watch/DefaultWatchCache.ts"() {
    "use strict";
    import_promises2 = require("node:timers/promises");
    import_errors8 = require("@backstage/errors");
    init_KindWatcher();
    init_matchesQuery();
    init_Pulse();
    init_projectObject();
    __name(kindKey, "kindKey");
    DefaultWatchCache = class _DefaultWatchCache {
      static {
        __name(this, "DefaultWatchCache");
      }
      #connections;
      #options;
      #logger;
      /** By cluster, then by kind. */
      #entries = /* @__PURE__ */ new Map();
      #subscriptions = /* @__PURE__ */ new Map();
      #sweeper;
      #pulse;
      #isStopped = false;
      static create(options2) {
        return new _DefaultWatchCache(
          options2.connections,
          options2.watch,
          options2.logger
        );
      }
      constructor(connections, options2, logger2) {
        this.#connections = connections;
        this.#options = options2;
        this.#logger = logger2;
        this.#pulse = Pulse.create({
          after: options2.pulseAfter,
          timeout: options2.pulseTimeout
        });
        this.#sweeper = setInterval(
          () => this.#stopIdle(),
          Math.min(options2.idleAfter / 2, 6e4)
        ).unref();
      }
      async list(query) {
        const entries = this.#entriesFor(query);
        const pulses = Promise.all(
          this.#clustersOf(query).map((cluster2) => this.#feelPulse(cluster2))
        );
        const unsettled = entries.filter(
          ({ watcher, isSlow }) => !watcher.isSettled && !isSlow
        );
        if (unsettled.length > 0) {
          await this.#waitFor(unsettled);
        }
        await pulses;
        return {
          items: entries.flatMap(({ watcher }) => select(watcher, query)),
          sources: entries.map(({ watcher }) => watcher.health())
        };
      }
      subscribe(query, listener) {
        const key = kindKey(query);
        const subscription = { query, listener };
        this.#entriesFor(query);
        const subscriptions = this.#subscriptions.get(key) ?? /* @__PURE__ */ new Set();
        subscriptions.add(subscription);
        this.#subscriptions.set(key, subscriptions);
        return () => {
          subscriptions.delete(subscription);
          if (subscriptions.size === 0 && this.#subscriptions.get(key) === subscriptions) {
            this.#subscriptions.delete(key);
          }
        };
      }
      health() {
        return [...this.#entries.values()].flatMap(
          (kinds) => [...kinds.values()].map(({ watcher }) => watcher.health())
        );
      }
      /** Ends every watch; to be called once, when the backend goes down. */
      async stop() {
        this.#isStopped = true;
        clearInterval(this.#sweeper);
        this.#subscriptions.clear();
        const watchers = [...this.#entries.values()].flatMap(
          (kinds) => [...kinds.values()].map(({ watcher }) => watcher)
        );
        this.#entries.clear();
        await Promise.all(watchers.map((watcher) => watcher.stop()));
      }
      #entriesFor(query) {
        if (isSecretKind(query)) {
          throw new import_errors8.NotAllowedError(
            "Secrets are never held by the portal; read their metadata as the person who asks"
          );
        }
        if (this.#isStopped) {
          return [];
        }
        return this.#clustersOf(query).map(
          (cluster2) => this.#entryFor(cluster2, query)
        );
      }
      #clustersOf({ cluster: cluster2 }) {
        return cluster2 === void 0 ? this.#connections.names() : [cluster2];
      }
      #entryFor(cluster2, { group, kind }) {
        const access = this.#connections.get(cluster2);
        const kinds = this.#entries.get(cluster2) ?? /* @__PURE__ */ new Map();
        this.#entries.set(cluster2, kinds);
        const key = kindKey({ group, kind });
        let entry = kinds.get(key);
        if (!entry) {
          entry = {
            kind: { group, kind },
            readAt: Date.now(),
            isSlow: false,
            watcher: KindWatcher.start({
              access,
              kind: { group, kind },
              watch: this.#options,
              logger: this.#logger,
              onChange: /* @__PURE__ */ __name((change) => this.#publish(key, change), "onChange")
            })
          };
          kinds.set(key, entry);
        }
        entry.readAt = Date.now();
        entry.watcher.touch();
        return entry;
      }
      /** Has every watch of a cluster made anew that hangs: each of them may be a connection to nobody. */
      async #feelPulse(cluster2) {
        const watchers = [...this.#entries.get(cluster2)?.values() ?? []].map(
          ({ watcher }) => watcher
        );
        if (watchers.some(({ failing }) => failing)) {
          return;
        }
        const proofs = watchers.map(({ provenAt }) => provenAt ?? -Infinity);
        const heardAt = Math.max(-Infinity, ...proofs);
        if (heardAt === -Infinity) {
          return;
        }
        const error = await this.#pulse.missing(
          this.#connections.get(cluster2),
          heardAt
        );
        if (error) {
          watchers.forEach((watcher) => watcher.doubt(error));
        }
      }
      async #waitFor(entries) {
        const timeout = new AbortController();
        await Promise.race([
          Promise.all(entries.map(({ watcher }) => watcher.settled)),
          (0, import_promises2.setTimeout)(this.#options.firstListTimeout, void 0, {
            signal: timeout.signal
          }).catch(() => {
          })
        ]);
        timeout.abort();
        for (const entry of entries) {
          entry.isSlow = !entry.watcher.isSettled;
        }
      }
      #publish(key, change) {
        for (const { query, listener } of this.#subscriptions.get(key) ?? []) {
          if (query.cluster !== void 0 && query.cluster !== change.cluster) {
            continue;
          }
          const narrowed = narrowChange(query, change);
          if (!narrowed) {
            continue;
          }
          try {
            listener(narrowed);
          } catch (error) {
            this.#logger.error(
              `A listener for ${key} failed`,
              error instanceof Error ? error : void 0
            );
          }
        }
      }
      #stopIdle() {
        const deadline = Date.now() - this.#options.idleAfter;
        for (const [cluster2, kinds] of this.#entries) {
          for (const [key, { watcher, readAt }] of kinds) {
            if (readAt < deadline && !this.#isSubscribed(cluster2, key)) {
              kinds.delete(key);
              void watcher.stop();
            }
          }
        }
      }
      #isSubscribed(cluster2, key) {
        return [...this.#subscriptions.get(key) ?? []].some(
          ({ query }) => query.cluster === void 0 || query.cluster === cluster2
        );
      }
    };
    __name(select, "select");
  }
});

// plugins/platform-node/src/watch/services.ts
var import_backend_plugin_api3, watchCacheServiceRef;
var init_services3 = __esm({
  "plugins/platform-node/src/watch/services.ts"() {
    "use strict";
    import_backend_plugin_api3 = require("@backstage/backend-plugin-api");
    init_services();
    init_readPlatformOptions();
    init_DefaultWatchCache();
    watchCacheServiceRef = (0, import_backend_plugin_api3.createServiceRef)({
      id: "platform.watch-cache",
      scope: "root",
      defaultFactory: /* @__PURE__ */ __name(async (service) => (0, import_backend_plugin_api3.createServiceFactory)({
        service,
        deps: {
          config: import_backend_plugin_api3.coreServices.rootConfig,
          connections: clusterConnectionsServiceRef,
          lifecycle: import_backend_plugin_api3.coreServices.rootLifecycle,
          logger: import_backend_plugin_api3.coreServices.rootLogger
        },
        factory({ config, connections, lifecycle, logger: logger2 }) {
          const cache = DefaultWatchCache.create({
            connections,
            watch: readPlatformOptions(config).watch,
            logger: logger2.child({ service: "platform.watch-cache" })
          });
          lifecycle.addShutdownHook(() => cache.stop());
          return cache;
        }
      }), "defaultFactory")
    });
  }
});

// plugins/platform-node/src/types.ts
var init_types2 = __esm({
  "plugins/platform-node/src/types.ts"() {
    "use strict";
  }
});

// plugins/platform-node/src/index.ts
var init_src3 = __esm({
  "plugins/platform-node/src/index.ts"() {
    "use strict";
    init_services2();
    init_types2();
    init_services3();
  }
});

// plugins/golden-paths-node/src/forges/ForgeClient.ts
var import_errors9, TIMEOUT, ForgeClient;
var init_ForgeClient = __esm({
  "plugins/golden-paths-node/src/forges/ForgeClient.ts"() {
    "use strict";
    import_errors9 = require("@backstage/errors");
    TIMEOUT = 2e4;
    ForgeClient = class {
      static {
        __name(this, "ForgeClient");
      }
      #host;
      #apiUrl;
      #headers;
      constructor(options2) {
        this.#host = options2.host;
        this.#apiUrl = options2.apiUrl.replace(/\/$/, "");
        this.#headers = options2.headers;
      }
      /** Sends a request and answers whatever status came, with the body of a success. */
      async send(method, path, body) {
        let response;
        try {
          response = await fetch(`${this.#apiUrl}${path}`, {
            method,
            redirect: "manual",
            signal: AbortSignal.timeout(TIMEOUT),
            headers: {
              accept: "application/json",
              ...body !== void 0 && { "content-type": "application/json" },
              ...await this.#headers()
            },
            ...body !== void 0 && { body: JSON.stringify(body) }
          });
        } catch (error) {
          throw new import_errors9.ServiceUnavailableError(
            `${this.#host} does not answer. Try again in a minute.`,
            error
          );
        }
        const text3 = await response.text();
        if (!response.ok || text3 === "") {
          return { status: response.status, body: void 0 };
        }
        try {
          return { status: response.status, body: JSON.parse(text3) };
        } catch (error) {
          throw new import_errors9.ForwardedError(`${this.#host} answered no JSON`, error);
        }
      }
      /** Like `send`, for an answer that must be a success of this shape. */
      async ask(request, schema) {
        const { method, path, body, doing } = request;
        const answer = await this.send(method, path, body);
        if (answer.status < 200 || answer.status > 299) {
          throw this.refusal(answer.status, doing);
        }
        const parsed = schema.safeParse(answer.body);
        if (!parsed.success) {
          throw new import_errors9.ServiceUnavailableError(
            `${this.#host} answered something else than expected to: ${doing}.`
          );
        }
        return parsed.data;
      }
      /** The error for a status that is no success. */
      refusal(status, doing) {
        if (status === 401 || status === 403) {
          return new import_errors9.NotAllowedError(
            `${this.#host} does not let the portal's account ${doing} (${status}). Ask the platform team.`
          );
        }
        if (status === 409) {
          return new import_errors9.ConflictError(
            `${this.#host} refused to ${doing}: something of that name is there.`
          );
        }
        if (status >= 300 && status < 500 && status !== 429) {
          return new import_errors9.ConflictError(
            `${this.#host} refused to ${doing} (${status}). Check the names, or ask the platform team.`
          );
        }
        return new import_errors9.ServiceUnavailableError(
          `${this.#host} could not ${doing} just now (${status}). Try again in a minute.`
        );
      }
    };
  }
});

// plugins/golden-paths-node/src/forges/urlPath.ts
function urlPath(path) {
  return path.split("/").map(encodeURIComponent).join("/");
}
var init_urlPath = __esm({
  "plugins/golden-paths-node/src/forges/urlPath.ts"() {
    "use strict";
    __name(urlPath, "urlPath");
  }
});

// plugins/golden-paths-node/src/forges/GiteaForge.ts
function nameOf({ owner, name }) {
  return `${owner}/${name}`;
}
function pathOf(ref) {
  return `/repos/${urlPath(nameOf(ref))}`;
}
function toPull(pull) {
  return { number: pull.number, url: pull.html_url, title: pull.title };
}
var import_errors10, import_integration, import_zod4, repositorySchema, pullSchema, runsSchema, GiteaForge;
var init_GiteaForge = __esm({
  "plugins/golden-paths-node/src/forges/GiteaForge.ts"() {
    "use strict";
    import_errors10 = require("@backstage/errors");
    import_integration = require("@backstage/integration");
    import_zod4 = require("zod");
    init_ForgeClient();
    init_urlPath();
    repositorySchema = import_zod4.z.object({
      description: import_zod4.z.string(),
      has_actions: import_zod4.z.boolean().optional()
    });
    pullSchema = import_zod4.z.object({
      number: import_zod4.z.number(),
      html_url: import_zod4.z.string(),
      title: import_zod4.z.string(),
      state: import_zod4.z.string()
    });
    runsSchema = import_zod4.z.object({
      workflow_runs: import_zod4.z.array(import_zod4.z.object({ html_url: import_zod4.z.string().optional() })).nullable()
    });
    GiteaForge = class _GiteaForge {
      static {
        __name(this, "GiteaForge");
      }
      type = "gitea";
      host;
      #integration;
      #baseUrl;
      #client;
      static create(integration) {
        return new _GiteaForge(integration);
      }
      constructor(integration) {
        const { config } = integration;
        this.#integration = integration;
        this.host = config.host;
        this.#baseUrl = (config.baseUrl ?? `https://${config.host}`).replace(
          /\/$/,
          ""
        );
        this.#client = new ForgeClient({
          host: this.host,
          apiUrl: `${this.#baseUrl}/api/v1`,
          headers: /* @__PURE__ */ __name(async () => (0, import_integration.getGiteaRequestOptions)(config).headers ?? {}, "headers")
        });
      }
      addressOf(ref) {
        const url = `${this.#baseUrl}/${urlPath(`${ref.owner}/${ref.name}`)}`;
        return { url, remoteUrl: `${url}.git` };
      }
      fileUrl(ref, branch, path) {
        const { url } = this.addressOf(ref);
        return `${url}/src/branch/${urlPath(branch)}/${urlPath(path)}`;
      }
      commitUrl(ref, commit) {
        return `${this.addressOf(ref).url}/commit/${commit}`;
      }
      async gitCredentials() {
        const { username, password } = this.#integration.config;
        if (!password) {
          throw new import_errors10.InputError(
            `The integration for ${this.host} has no password. Set integrations.gitea[].password.`
          );
        }
        return { username: username ?? password, password };
      }
      async getRepository(ref) {
        const { status, body } = await this.#client.send("GET", pathOf(ref));
        if (status === 404) {
          return void 0;
        }
        const parsed = repositorySchema.safeParse(body);
        if (!parsed.success) {
          throw this.#client.refusal(status, `read ${nameOf(ref)}`);
        }
        const { description } = parsed.data;
        return { ...this.addressOf(ref), description };
      }
      async createRepository(ref, options2) {
        const { description, visibility } = options2;
        const doing = `create ${nameOf(ref)}`;
        const { status } = await this.#client.send(
          "POST",
          `/orgs/${encodeURIComponent(ref.owner)}/repos`,
          {
            name: ref.name,
            description,
            private: visibility !== "public",
            default_branch: "main"
          }
        );
        if (status === 404) {
          throw new import_errors10.InputError(
            `${this.host} has no organisation ${ref.owner}. Choose another one, or ask the platform team to make it.`
          );
        }
        if (status === 409) {
          throw new import_errors10.ConflictError(`${nameOf(ref)} is at ${this.host} already.`);
        }
        if (status !== 201) {
          throw this.#client.refusal(status, doing);
        }
        return { ...this.addressOf(ref), description };
      }
      async setDescription(ref, description) {
        await this.#client.ask(
          {
            method: "PATCH",
            path: pathOf(ref),
            body: { description },
            doing: `describe ${nameOf(ref)}`
          },
          import_zod4.z.unknown()
        );
      }
      async deleteRepository(ref) {
        const { status } = await this.#client.send("DELETE", pathOf(ref));
        if (status !== 204 && status !== 404) {
          throw this.#client.refusal(status, `delete ${nameOf(ref)}`);
        }
      }
      async findPull(ref, { head, base }) {
        const { status, body } = await this.#client.send(
          "GET",
          `${pathOf(ref)}/pulls/${encodeURIComponent(base)}/${urlPath(head)}`
        );
        if (status === 404) {
          return void 0;
        }
        const parsed = pullSchema.safeParse(body);
        if (!parsed.success) {
          throw this.#client.refusal(
            status,
            `read the pull requests of ${nameOf(ref)}`
          );
        }
        return parsed.data.state === "open" ? toPull(parsed.data) : void 0;
      }
      async openPull(ref, pull) {
        const opened = await this.#client.ask(
          {
            method: "POST",
            path: `${pathOf(ref)}/pulls`,
            body: pull,
            doing: `open a pull request in ${nameOf(ref)}`
          },
          pullSchema
        );
        return toPull(opened);
      }
      async startCi(ref, options2) {
        const { branch, commit, workflow } = options2;
        const doing = `start CI of ${nameOf(ref)}`;
        const path = pathOf(ref);
        const { has_actions: hasActions } = await this.#client.ask(
          { method: "GET", path, doing },
          repositorySchema
        );
        if (!hasActions) {
          return {
            outcome: "none",
            message: `${this.host} has no CI for this repository. The CI file is in it and runs where there is one.`
          };
        }
        const url = `${this.addressOf(ref).url}/actions`;
        const runs = await this.#client.send(
          "GET",
          `${path}/actions/runs?head_sha=${commit}&limit=1`
        );
        const [run] = runsSchema.safeParse(runs.body).data?.workflow_runs ?? [];
        if (run) {
          return {
            outcome: "running",
            message: "The push has started CI.",
            url: run.html_url ?? url
          };
        }
        const { status } = await this.#client.send(
          "POST",
          `${path}/actions/workflows/${encodeURIComponent(workflow)}/dispatches`,
          { ref: branch }
        );
        if (status !== 200 && status !== 204) {
          throw this.#client.refusal(status, doing);
        }
        return { outcome: "started", message: "CI has been started.", url };
      }
    };
    __name(nameOf, "nameOf");
    __name(pathOf, "pathOf");
    __name(toPull, "toPull");
  }
});

// plugins/golden-paths-node/src/forges/GithubForge.ts
function nameOf2({ owner, name }) {
  return `${owner}/${name}`;
}
function pathOf2(ref) {
  return `/repos/${urlPath(nameOf2(ref))}`;
}
function toPull2(pull) {
  return { number: pull.number, url: pull.html_url, title: pull.title };
}
var import_errors11, import_zod5, repositorySchema2, accountSchema, pullSchema2, runsSchema2, API_VERSION, GithubForge;
var init_GithubForge = __esm({
  "plugins/golden-paths-node/src/forges/GithubForge.ts"() {
    "use strict";
    import_errors11 = require("@backstage/errors");
    import_zod5 = require("zod");
    init_ForgeClient();
    init_urlPath();
    repositorySchema2 = import_zod5.z.object({ description: import_zod5.z.string().nullable() });
    accountSchema = import_zod5.z.object({ type: import_zod5.z.string() });
    pullSchema2 = import_zod5.z.object({
      number: import_zod5.z.number(),
      html_url: import_zod5.z.string(),
      title: import_zod5.z.string()
    });
    runsSchema2 = import_zod5.z.object({
      workflow_runs: import_zod5.z.array(import_zod5.z.object({ html_url: import_zod5.z.string() }))
    });
    API_VERSION = "2022-11-28";
    GithubForge = class _GithubForge {
      static {
        __name(this, "GithubForge");
      }
      type = "github";
      host;
      #credentials;
      static create(options2) {
        return new _GithubForge(options2);
      }
      #apiUrl;
      constructor(options2) {
        const { host, apiBaseUrl } = options2.integration.config;
        this.host = host;
        this.#apiUrl = apiBaseUrl ?? (host === "github.com" ? "https://api.github.com" : `https://${host}/api/v3`);
        this.#credentials = options2.credentials;
      }
      addressOf(ref) {
        const url = `https://${this.host}/${urlPath(`${ref.owner}/${ref.name}`)}`;
        return { url, remoteUrl: `${url}.git` };
      }
      fileUrl(ref, branch, path) {
        const { url } = this.addressOf(ref);
        const kind = path === "" ? "tree" : "blob";
        return `${url}/${kind}/${urlPath(branch)}/${urlPath(path)}`;
      }
      commitUrl(ref, commit) {
        return `${this.addressOf(ref).url}/commit/${commit}`;
      }
      async gitCredentials(ref) {
        return { username: "x-access-token", password: await this.#token(ref) };
      }
      async getRepository(ref) {
        const client = this.#client(ref);
        const { status, body } = await client.send("GET", pathOf2(ref));
        if (status === 404) {
          return void 0;
        }
        if (status === 301) {
          throw new import_errors11.ConflictError(
            `${nameOf2(ref)} at ${this.host} leads to a repository that has been renamed. Choose another name.`
          );
        }
        const parsed = repositorySchema2.safeParse(body);
        if (!parsed.success) {
          throw client.refusal(status, `read ${nameOf2(ref)}`);
        }
        const description = parsed.data.description ?? "";
        return { ...this.addressOf(ref), description };
      }
      async createRepository(ref, options2) {
        const { description, visibility } = options2;
        const client = this.#client(ref);
        const { status } = await client.send(
          "POST",
          await this.#creationPath(ref),
          {
            name: ref.name,
            description,
            private: visibility !== "public",
            // Only organisations of an enterprise know it.
            ...visibility === "internal" && { visibility },
            auto_init: false,
            has_wiki: false,
            delete_branch_on_merge: true
          }
        );
        if (status === 422 && await this.getRepository(ref)) {
          throw new import_errors11.ConflictError(`${nameOf2(ref)} is at ${this.host} already.`);
        }
        if (status !== 201) {
          throw client.refusal(status, `create ${nameOf2(ref)}`);
        }
        return { ...this.addressOf(ref), description };
      }
      async setDescription(ref, description) {
        const doing = `describe ${nameOf2(ref)}`;
        await this.#client(ref).ask(
          { method: "PATCH", path: pathOf2(ref), body: { description }, doing },
          repositorySchema2
        );
      }
      async deleteRepository(ref) {
        const client = this.#client(ref);
        const { status } = await client.send("DELETE", pathOf2(ref));
        if (status !== 204 && status !== 404) {
          throw client.refusal(status, `delete ${nameOf2(ref)}`);
        }
      }
      async findPull(ref, { head, base }) {
        const query = new URLSearchParams({
          state: "open",
          head: `${ref.owner}:${head}`,
          base,
          per_page: "1"
        });
        const [pull] = await this.#client(ref).ask(
          {
            method: "GET",
            path: `${pathOf2(ref)}/pulls?${query}`,
            doing: `read the pull requests of ${nameOf2(ref)}`
          },
          import_zod5.z.array(pullSchema2)
        );
        return pull && toPull2(pull);
      }
      async openPull(ref, pull) {
        const opened = await this.#client(ref).ask(
          {
            method: "POST",
            path: `${pathOf2(ref)}/pulls`,
            body: pull,
            doing: `open a pull request in ${nameOf2(ref)}`
          },
          pullSchema2
        );
        return toPull2(opened);
      }
      async startCi(ref, options2) {
        const { branch, commit, workflow } = options2;
        const client = this.#client(ref);
        const actions = `${pathOf2(ref)}/actions`;
        const doing = `start CI of ${nameOf2(ref)}`;
        const url = `${this.addressOf(ref).url}/actions`;
        const query = new URLSearchParams({
          per_page: "1",
          ...commit && { head_sha: commit }
        });
        const runs = await client.send("GET", `${actions}/runs?${query}`);
        const [run] = runsSchema2.safeParse(runs.body).data?.workflow_runs ?? [];
        if (run) {
          return {
            outcome: "running",
            message: "The push has started CI.",
            url: run.html_url
          };
        }
        const { status } = await client.send(
          "POST",
          `${actions}/workflows/${encodeURIComponent(workflow)}/dispatches`,
          { ref: branch }
        );
        if (status === 404) {
          return {
            outcome: "none",
            message: `${this.host} has no workflow ${workflow} in this repository, or its Actions are switched off.`,
            url
          };
        }
        if (status !== 204 && status !== 200) {
          throw client.refusal(status, doing);
        }
        return { outcome: "started", message: "CI has been started.", url };
      }
      async #creationPath(ref) {
        const client = this.#client(ref);
        const owner = encodeURIComponent(ref.owner);
        const { status, body } = await client.send("GET", `/users/${owner}`);
        if (status === 404) {
          throw new import_errors11.InputError(
            `${this.host} has no organisation ${ref.owner}. Choose another one, or ask the platform team to make it.`
          );
        }
        const account = accountSchema.safeParse(body);
        if (!account.success) {
          throw client.refusal(status, `look for ${ref.owner}`);
        }
        return account.data.type === "Organization" ? `/orgs/${owner}/repos` : "/user/repos";
      }
      /** A client for one owner: with GitHub Apps, each organisation has a token of its own. */
      #client(ref) {
        return new ForgeClient({
          host: this.host,
          apiUrl: this.#apiUrl,
          headers: /* @__PURE__ */ __name(async () => ({
            accept: "application/vnd.github+json",
            "x-github-api-version": API_VERSION,
            authorization: `Bearer ${await this.#token(ref)}`
          }), "headers")
        });
      }
      async #token(ref) {
        const { token } = await this.#credentials.getCredentials({
          url: this.addressOf(ref).url
        });
        if (!token) {
          throw new import_errors11.InputError(
            `The integration for ${this.host} has no credentials for ${ref.owner}. Set a token, or install its GitHub App there.`
          );
        }
        return token;
      }
    };
    __name(nameOf2, "nameOf");
    __name(pathOf2, "pathOf");
    __name(toPull2, "toPull");
  }
});

// plugins/golden-paths-node/src/forges/GitlabForge.ts
function nameOf3({ owner, name }) {
  return `${owner}/${name}`;
}
function pathOf3(ref) {
  return `/projects/${encodeURIComponent(nameOf3(ref))}`;
}
function toPull3(request) {
  const { iid, web_url: url, title } = request;
  return { number: iid, url, title };
}
var import_errors12, import_integration2, import_zod6, projectSchema, namespaceSchema, requestSchema, pipelineSchema, GitlabForge;
var init_GitlabForge = __esm({
  "plugins/golden-paths-node/src/forges/GitlabForge.ts"() {
    "use strict";
    import_errors12 = require("@backstage/errors");
    import_integration2 = require("@backstage/integration");
    import_zod6 = require("zod");
    init_ForgeClient();
    init_urlPath();
    projectSchema = import_zod6.z.object({ description: import_zod6.z.string().nullable() });
    namespaceSchema = import_zod6.z.object({ id: import_zod6.z.number() });
    requestSchema = import_zod6.z.object({
      iid: import_zod6.z.number(),
      web_url: import_zod6.z.string(),
      title: import_zod6.z.string()
    });
    pipelineSchema = import_zod6.z.object({ web_url: import_zod6.z.string() });
    GitlabForge = class _GitlabForge {
      static {
        __name(this, "GitlabForge");
      }
      type = "gitlab";
      host;
      #integration;
      #baseUrl;
      #client;
      static create(integration) {
        return new _GitlabForge(integration);
      }
      constructor(integration) {
        const { config } = integration;
        this.#integration = integration;
        this.host = config.host;
        this.#baseUrl = config.baseUrl.replace(/\/$/, "");
        this.#client = new ForgeClient({
          host: this.host,
          apiUrl: config.apiBaseUrl,
          headers: /* @__PURE__ */ __name(async () => (0, import_integration2.getGitLabRequestOptions)(config).headers, "headers")
        });
      }
      addressOf(ref) {
        const url = `${this.#baseUrl}/${urlPath(`${ref.owner}/${ref.name}`)}`;
        return { url, remoteUrl: `${url}.git` };
      }
      fileUrl(ref, branch, path) {
        const { url } = this.addressOf(ref);
        const kind = path === "" ? "tree" : "blob";
        return `${url}/-/${kind}/${urlPath(branch)}/${urlPath(path)}`;
      }
      commitUrl(ref, commit) {
        return `${this.addressOf(ref).url}/-/commit/${commit}`;
      }
      async gitCredentials() {
        const { token } = this.#integration.config;
        if (!token) {
          throw new import_errors12.InputError(
            `The integration for ${this.host} has no token. Set integrations.gitlab[].token.`
          );
        }
        return { username: "oauth2", password: token };
      }
      async getRepository(ref) {
        const { status, body } = await this.#client.send("GET", pathOf3(ref));
        if (status === 404) {
          return void 0;
        }
        const parsed = projectSchema.safeParse(body);
        if (!parsed.success) {
          throw this.#client.refusal(status, `read ${nameOf3(ref)}`);
        }
        const description = parsed.data.description ?? "";
        return { ...this.addressOf(ref), description };
      }
      async createRepository(ref, options2) {
        const { description, visibility } = options2;
        const namespace = await this.#client.send(
          "GET",
          `/namespaces/${encodeURIComponent(ref.owner)}`
        );
        if (namespace.status === 404) {
          throw new import_errors12.InputError(
            `${this.host} has no group ${ref.owner}. Choose another one, or ask the platform team to make it.`
          );
        }
        const found = namespaceSchema.safeParse(namespace.body);
        if (!found.success) {
          throw this.#client.refusal(namespace.status, `look for ${ref.owner}`);
        }
        const { status } = await this.#client.send("POST", "/projects", {
          name: ref.name,
          path: ref.name,
          namespace_id: found.data.id,
          description,
          visibility,
          default_branch: "main"
        });
        if (status === 400 && await this.getRepository(ref)) {
          throw new import_errors12.ConflictError(`${nameOf3(ref)} is at ${this.host} already.`);
        }
        if (status !== 201) {
          throw this.#client.refusal(status, `create ${nameOf3(ref)}`);
        }
        return { ...this.addressOf(ref), description };
      }
      async setDescription(ref, description) {
        const doing = `describe ${nameOf3(ref)}`;
        await this.#client.ask(
          { method: "PUT", path: pathOf3(ref), body: { description }, doing },
          projectSchema
        );
      }
      async deleteRepository(ref) {
        const { status } = await this.#client.send("DELETE", pathOf3(ref));
        if (status !== 202 && status !== 204 && status !== 404) {
          throw this.#client.refusal(status, `delete ${nameOf3(ref)}`);
        }
      }
      async findPull(ref, { head, base }) {
        const query = new URLSearchParams({
          state: "opened",
          source_branch: head,
          target_branch: base,
          per_page: "1"
        });
        const [request] = await this.#client.ask(
          {
            method: "GET",
            path: `${pathOf3(ref)}/merge_requests?${query}`,
            doing: `read the merge requests of ${nameOf3(ref)}`
          },
          import_zod6.z.array(requestSchema)
        );
        return request && toPull3(request);
      }
      async openPull(ref, pull) {
        const opened = await this.#client.ask(
          {
            method: "POST",
            path: `${pathOf3(ref)}/merge_requests`,
            body: {
              source_branch: pull.head,
              target_branch: pull.base,
              title: pull.title,
              description: pull.body,
              remove_source_branch: true
            },
            doing: `open a merge request in ${nameOf3(ref)}`
          },
          requestSchema
        );
        return toPull3(opened);
      }
      async startCi(ref, { branch, commit }) {
        const path = pathOf3(ref);
        const doing = `start CI of ${nameOf3(ref)}`;
        const query = new URLSearchParams({
          per_page: "1",
          ...commit && { sha: commit }
        });
        const present = await this.#client.send(
          "GET",
          `${path}/pipelines?${query}`
        );
        if (present.status === 403) {
          return {
            outcome: "none",
            message: `CI is switched off for this project at ${this.host}.`
          };
        }
        const [pipeline] = import_zod6.z.array(pipelineSchema).safeParse(present.body).data ?? [];
        if (pipeline) {
          return {
            outcome: "running",
            message: "The push has started CI.",
            url: pipeline.web_url
          };
        }
        const { web_url: url } = await this.#client.ask(
          {
            method: "POST",
            path: `${path}/pipeline?${new URLSearchParams({ ref: branch })}`,
            doing
          },
          pipelineSchema
        );
        return { outcome: "started", message: "CI has been started.", url };
      }
    };
    __name(nameOf3, "nameOf");
    __name(pathOf3, "pathOf");
    __name(toPull3, "toPull");
  }
});

// plugins/golden-paths-node/src/forges/forgeOf.ts
function forgeOf(integrations, host) {
  const gitea = integrations.gitea.byHost(host);
  if (gitea) {
    return GiteaForge.create(gitea);
  }
  const github = integrations.github.byHost(host);
  if (github) {
    return GithubForge.create({
      integration: github,
      credentials: import_integration3.DefaultGithubCredentialsProvider.fromIntegrations(integrations)
    });
  }
  const gitlab = integrations.gitlab.byHost(host);
  if (gitlab) {
    return GitlabForge.create(gitlab);
  }
  const known = integrations.list().filter(({ type }) => TYPES.includes(type)).map(({ title }) => title);
  throw new import_errors13.InputError(
    `Repositories cannot be made at ${host}. Choose one of: ${known.join(
      ", "
    )}.`
  );
}
var import_errors13, import_integration3, TYPES;
var init_forgeOf = __esm({
  "plugins/golden-paths-node/src/forges/forgeOf.ts"() {
    "use strict";
    import_errors13 = require("@backstage/errors");
    import_integration3 = require("@backstage/integration");
    init_GiteaForge();
    init_GithubForge();
    init_GitlabForge();
    TYPES = ["gitea", "github", "gitlab"];
    __name(forgeOf, "forgeOf");
  }
});

// plugins/golden-paths-node/src/forges/index.ts
var init_forges = __esm({
  "plugins/golden-paths-node/src/forges/index.ts"() {
    "use strict";
    init_forgeOf();
  }
});

// plugins/golden-paths-node/src/git/editTree.ts
function groupByFolder(changes) {
  const files = [];
  const folders = /* @__PURE__ */ new Map();
  for (const change of changes) {
    const [first, ...rest] = change.path.split("/");
    if (rest.length === 0) {
      files.push(change);
    } else {
      const inside = folders.get(first) ?? [];
      inside.push({ ...change, path: rest.join("/") });
      folders.set(first, inside);
    }
  }
  return { files, folders };
}
async function editTree(gitdir, base, changes) {
  const entries = /* @__PURE__ */ new Map();
  if (base !== void 0) {
    const { tree } = await import_isomorphic_git.default.readTree({ fs, gitdir, oid: base });
    for (const entry of tree) {
      entries.set(entry.path, entry);
    }
  }
  const { files, folders } = groupByFolder(changes);
  for (const { path, content, executable } of files) {
    if (content === void 0) {
      entries.delete(path);
    } else {
      const oid = await import_isomorphic_git.default.writeBlob({ fs, gitdir, blob: content });
      const mode = executable ? "100755" : "100644";
      entries.set(path, { path, oid, mode, type: "blob" });
    }
  }
  for (const [path, inside] of folders) {
    const present = entries.get(path);
    const below = present?.type === "tree" ? present.oid : void 0;
    const oid = await editTree(gitdir, below, inside);
    if (oid === void 0) {
      entries.delete(path);
    } else {
      entries.set(path, { path, oid, mode: "040000", type: "tree" });
    }
  }
  if (entries.size === 0) {
    return void 0;
  }
  return import_isomorphic_git.default.writeTree({ fs, gitdir, tree: [...entries.values()] });
}
var import_isomorphic_git, fs;
var init_editTree = __esm({
  "plugins/golden-paths-node/src/git/editTree.ts"() {
    "use strict";
    import_isomorphic_git = __toESM(require("isomorphic-git"));
    fs = __toESM(require("node:fs"));
    __name(groupByFolder, "groupByFolder");
    __name(editTree, "editTree");
  }
});

// plugins/golden-paths-node/src/git/gitFailure.ts
function statusOf(error) {
  return error instanceof import_isomorphic_git2.Errors.HttpError ? error.data.statusCode : void 0;
}
function gitFailure(error, name) {
  if (error instanceof PushRefusedError) {
    return error;
  }
  if (error instanceof import_isomorphic_git2.Errors.PushRejectedError || error instanceof import_isomorphic_git2.Errors.GitPushError) {
    return new PushRefusedError(
      `${name} did not take the push: somebody was faster, or a rule of the host forbids it.`
    );
  }
  const status = statusOf(error);
  if (error instanceof import_isomorphic_git2.Errors.UserCanceledError || status === 401 || status === 403) {
    return new import_errors14.NotAllowedError(
      `The portal's account may not do this in ${name}. Ask the platform team.`
    );
  }
  if (error instanceof import_isomorphic_git2.Errors.NotFoundError || status === 404) {
    return new import_errors14.NotFoundError(`There is no ${name}, or no such branch in it.`);
  }
  return new import_errors14.ServiceUnavailableError(
    `${name} cannot be reached by git just now. Try again in a minute.`,
    error
  );
}
var import_errors14, import_isomorphic_git2, PushRefusedError;
var init_gitFailure = __esm({
  "plugins/golden-paths-node/src/git/gitFailure.ts"() {
    "use strict";
    import_errors14 = require("@backstage/errors");
    import_isomorphic_git2 = require("isomorphic-git");
    PushRefusedError = class extends import_errors14.ConflictError {
      static {
        __name(this, "PushRefusedError");
      }
    };
    __name(statusOf, "statusOf");
    __name(gitFailure, "gitFailure");
  }
});

// plugins/golden-paths-node/src/git/transport.ts
async function* bounded(body) {
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.byteLength;
    if (bytes > MAX_BYTES) {
      throw new Error("The answer is too large.");
    }
    yield part;
  }
}
function transport(credentials) {
  let isAsked = false;
  return {
    http: {
      async request(request) {
        const response = await import_node.default.request({
          ...request,
          signal: AbortSignal.timeout(TIMEOUT2),
          // A redirect would carry the credentials along.
          fetchOptions: { followRedirects: false }
        });
        return { ...response, body: bounded(response.body) };
      }
    },
    onAuth: /* @__PURE__ */ __name(() => {
      const again = isAsked;
      isAsked = true;
      return again ? { cancel: true } : credentials;
    }, "onAuth")
  };
}
var import_node, TIMEOUT2, MAX_BYTES;
var init_transport = __esm({
  "plugins/golden-paths-node/src/git/transport.ts"() {
    "use strict";
    import_node = __toESM(require("isomorphic-git/http/node"));
    TIMEOUT2 = 6e4;
    MAX_BYTES = 256 * 1024 * 1024;
    __name(bounded, "bounded");
    __name(transport, "transport");
  }
});

// plugins/golden-paths-node/src/git/GitClone.ts
var import_errors15, import_isomorphic_git3, fs2, HEADS, MAX_FILES, GitClone;
var init_GitClone = __esm({
  "plugins/golden-paths-node/src/git/GitClone.ts"() {
    "use strict";
    import_errors15 = require("@backstage/errors");
    import_isomorphic_git3 = __toESM(require("isomorphic-git"));
    fs2 = __toESM(require("node:fs"));
    init_editTree();
    init_gitFailure();
    init_transport();
    HEADS = "refs/heads/";
    MAX_FILES = 2e4;
    GitClone = class {
      static {
        __name(this, "GitClone");
      }
      #gitdir;
      #url;
      #name;
      #credentials;
      /** @internal */
      constructor(options2) {
        this.#gitdir = options2.gitdir;
        this.#url = options2.url;
        this.#name = options2.name;
        this.#credentials = options2.credentials;
      }
      /**
       * Brings a branch here.
       *
       * @param options.depth - How many commits; all of them when left out.
       * @returns the commit it is at.
       * @throws NotFoundError when there is no such branch
       */
      async fetch(branch, options2 = {}) {
        try {
          const { fetchHead } = await import_isomorphic_git3.default.fetch({
            ...transport(this.#credentials),
            fs: fs2,
            gitdir: this.#gitdir,
            url: this.#url,
            ref: branch,
            remoteRef: branch,
            singleBranch: true,
            tags: false,
            ...options2
          });
          if (fetchHead) {
            return fetchHead;
          }
        } catch (error) {
          throw gitFailure(error, this.#name);
        }
        throw new import_errors15.NotFoundError(`${this.#name} has no branch ${branch}.`);
      }
      /** The commits up to one, the newest first. */
      async log(commit, options2) {
        const entries = await import_isomorphic_git3.default.log({
          fs: fs2,
          gitdir: this.#gitdir,
          ref: commit,
          depth: options2.limit
        });
        return entries.map(({ oid, commit: { message } }) => ({
          commit: oid,
          message
        }));
      }
      /** A file of a commit; undefined when there is none. */
      async readFile(commit, path) {
        try {
          const { blob } = await import_isomorphic_git3.default.readBlob({
            fs: fs2,
            gitdir: this.#gitdir,
            oid: commit,
            filepath: path
          });
          return Buffer.from(blob);
        } catch (error) {
          if (error instanceof import_isomorphic_git3.Errors.NotFoundError || error instanceof import_isomorphic_git3.Errors.ObjectTypeError) {
            return void 0;
          }
          throw error;
        }
      }
      /** Every file of a commit; links and submodules are left out. */
      async readTree(commit) {
        const files = [];
        const gitdir = this.#gitdir;
        const walk = /* @__PURE__ */ __name(async (oid, prefix) => {
          const { tree } = await import_isomorphic_git3.default.readTree({ fs: fs2, gitdir, oid });
          for (const entry of tree) {
            const path = `${prefix}${entry.path}`;
            if (entry.type === "tree") {
              await walk(entry.oid, `${path}/`);
            } else if (entry.mode === "100644" || entry.mode === "100755") {
              if (files.length === MAX_FILES) {
                throw new RangeError(
                  `${this.#name} has more than ${MAX_FILES} files.`
                );
              }
              const { blob } = await import_isomorphic_git3.default.readBlob({ fs: fs2, gitdir, oid: entry.oid });
              const executable = entry.mode === "100755";
              files.push({ path, content: Buffer.from(blob), executable });
            }
          }
        }, "walk");
        await walk(commit, "");
        return files.sort((a, b) => a.path < b.path ? -1 : 1);
      }
      /**
       * Commits changes on top of a commit, or as a first commit. It is not pushed.
       *
       * @returns the new commit; the parent itself when nothing changes.
       */
      async commit(options2) {
        const { parent, merged = [], changes, details } = options2;
        const gitdir = this.#gitdir;
        const base = parent === void 0 ? void 0 : (await import_isomorphic_git3.default.readCommit({ fs: fs2, gitdir, oid: parent })).commit.tree;
        const tree = await editTree(gitdir, base, changes) ?? await import_isomorphic_git3.default.writeTree({ fs: fs2, gitdir, tree: [] });
        if (parent !== void 0 && tree === base && merged.length === 0) {
          return parent;
        }
        const { author, committer, date, message } = details;
        const at = {
          timestamp: Math.floor(date.getTime() / 1e3),
          timezoneOffset: 0
        };
        return import_isomorphic_git3.default.writeCommit({
          fs: fs2,
          gitdir,
          commit: {
            message: message.endsWith("\n") ? message : `${message}
`,
            tree,
            parent: parent === void 0 ? [] : [parent, ...merged],
            author: { ...author, ...at },
            committer: { ...committer, ...at }
          }
        });
      }
      /**
       * Has a branch of the remote point to a commit of here, if that loses nothing.
       *
       * @throws PushRefusedError when somebody else has pushed to it.
       */
      async push(commit, branch) {
        const ref = `${HEADS}${branch}`;
        const gitdir = this.#gitdir;
        await import_isomorphic_git3.default.writeRef({ fs: fs2, gitdir, ref, value: commit, force: true });
        try {
          const { ok, refs } = await import_isomorphic_git3.default.push({
            ...transport(this.#credentials),
            fs: fs2,
            gitdir,
            url: this.#url,
            ref,
            remoteRef: ref
          });
          if (!ok || Object.values(refs).some((it) => !it.ok)) {
            throw new PushRefusedError(`${this.#name} did not take the push.`);
          }
        } catch (error) {
          throw gitFailure(error, this.#name);
        }
      }
    };
  }
});

// plugins/golden-paths-node/src/git/GitRemote.ts
function isRefused(error) {
  return (0, import_errors16.isError)(error) && error instanceof PushRefusedError;
}
var import_errors16, import_isomorphic_git4, fs3, import_promises3, import_node_os, import_node_path2, MAX_ATTEMPTS, HEADS2, GitRemote;
var init_GitRemote = __esm({
  "plugins/golden-paths-node/src/git/GitRemote.ts"() {
    "use strict";
    import_errors16 = require("@backstage/errors");
    import_isomorphic_git4 = __toESM(require("isomorphic-git"));
    fs3 = __toESM(require("node:fs"));
    import_promises3 = require("node:fs/promises");
    import_node_os = require("node:os");
    import_node_path2 = require("node:path");
    init_GitClone();
    init_gitFailure();
    init_transport();
    MAX_ATTEMPTS = 5;
    HEADS2 = "refs/heads/";
    __name(isRefused, "isRefused");
    GitRemote = class _GitRemote {
      static {
        __name(this, "GitRemote");
      }
      #url;
      #name;
      #credentials;
      static create(options2) {
        return new _GitRemote(options2);
      }
      constructor(options2) {
        this.#url = options2.remoteUrl;
        this.#name = options2.name;
        this.#credentials = options2.credentials;
      }
      /** The commits its branches are at. */
      async listBranches() {
        try {
          const refs = await import_isomorphic_git4.default.listServerRefs({
            ...transport(this.#credentials),
            url: this.#url,
            prefix: HEADS2
          });
          return new Map(
            refs.filter(({ ref }) => ref.startsWith(HEADS2)).map(({ ref, oid }) => [ref.slice(HEADS2.length), oid])
          );
        } catch (error) {
          throw gitFailure(error, this.#name);
        }
      }
      /** Works on a copy in a folder that is removed afterwards; nothing is in it before it is fetched. */
      async withClone(work) {
        const gitdir = await (0, import_promises3.mkdtemp)((0, import_node_path2.join)((0, import_node_os.tmpdir)(), "cairn-git-"));
        try {
          await import_isomorphic_git4.default.init({ fs: fs3, gitdir, bare: true });
          await import_isomorphic_git4.default.addRemote({ fs: fs3, gitdir, remote: "origin", url: this.#url });
          return await work(
            new GitClone({
              gitdir,
              url: this.#url,
              name: this.#name,
              credentials: this.#credentials
            })
          );
        } finally {
          await (0, import_promises3.rm)(gitdir, { recursive: true, force: true });
        }
      }
      /**
       * Pushes a first commit with these files to branches, in order. A branch that is there keeps what it
       * has.
       *
       * @returns the commit the first of the branches is at.
       */
      async pushFirst(options2) {
        const { files, branches, details } = options2;
        const present = await this.listBranches();
        return this.withClone(async (clone) => {
          const commit = await clone.commit({ changes: files, details });
          for (const branch of branches) {
            if (!present.has(branch)) {
              await clone.push(commit, branch);
              present.set(branch, commit);
            }
          }
          return present.get(branches[0]) ?? commit;
        });
      }
      /**
       * Commits changes on top of a branch. When somebody else was faster, it is done again on top of
       * theirs.
       *
       * @param options.edit - What to change, given what is there; no changes make no commit.
       * @param options.target - Another branch to push to, made at this commit; the branch itself when
       * left out.
       * @returns the commit that has the changes, and whether it was made here.
       * @throws NotFoundError when there is no such branch
       */
      async change(options2) {
        const { branch, target = branch, details, edit } = options2;
        for (let attempt = 1; ; attempt += 1) {
          try {
            return await this.withClone(async (clone) => {
              const parent = await clone.fetch(branch, { depth: 1 });
              const changes = await edit((path) => clone.readFile(parent, path));
              const commit = await clone.commit({ parent, changes, details });
              const changed = commit !== parent;
              if (changed) {
                await clone.push(commit, target);
              }
              return { commit, changed };
            });
          } catch (error) {
            if (!isRefused(error)) {
              throw error;
            }
            if (attempt === MAX_ATTEMPTS) {
              throw new import_errors16.ServiceUnavailableError(
                `${this.#name} did not take the change ${MAX_ATTEMPTS} times: others push to it all the time, or a rule forbids it. Try again, or ask the platform team.`,
                error
              );
            }
          }
        }
      }
    };
  }
});

// plugins/golden-paths-node/src/git/index.ts
var init_git = __esm({
  "plugins/golden-paths-node/src/git/index.ts"() {
    "use strict";
    init_GitRemote();
  }
});

// plugins/golden-paths-node/src/path/deriveValues.ts
function deriveValues(options2) {
  const { choices, settings, forge, own = {} } = options2;
  const { name, owner, repository } = choices;
  const { description = "", system = "" } = choices;
  const { database = "none", cache = "none" } = choices;
  const { imageRegistry, portalUrl, template } = settings;
  const ref = { owner: repository.owner, name };
  const { url, remoteUrl } = forge.addressOf(ref);
  return {
    name,
    owner,
    description,
    system,
    database,
    hasDatabase: database !== "none",
    cache,
    hasCache: cache !== "none",
    port: 8080,
    repoHost: repository.host,
    repoOwner: repository.owner,
    repoUrl: url,
    cloneUrl: remoteUrl,
    sourceLocation: forge.fileUrl(ref, "main", ""),
    imageRegistry,
    image: `${imageRegistry}/${owner}/${name}:${FIRST_VERSION}`,
    portalUrl,
    ...own,
    templateRef: template.ref,
    templateVersion: template.version,
    scaffoldedFrom: `${template.ref}@${template.version}`
  };
}
var FIRST_VERSION;
var init_deriveValues = __esm({
  "plugins/golden-paths-node/src/path/deriveValues.ts"() {
    "use strict";
    FIRST_VERSION = "0.1.0";
    __name(deriveValues, "deriveValues");
  }
});

// plugins/golden-paths-node/src/skeleton/fetchLayers.ts
function belowRoot(layer, template) {
  const path = import_node_path3.posix.normalize(import_node_path3.posix.join(template, layer));
  const leadsOut = layer.includes("\\") || layer.includes(":") || layer.includes("%") || import_node_path3.posix.isAbsolute(layer) || path === "." || path.split("/").includes("..");
  if (leadsOut) {
    throw new import_errors17.InputError(
      `The layer "${layer}" is not in the folder of the templates. Name one relative to template.yaml, such as ./skeleton or ../_common/skeleton.`
    );
  }
  return path;
}
async function locateFile(templateFile, layer) {
  const templateDir = (0, import_node_path3.dirname)(templateFile);
  const root = (0, import_node_path3.resolve)(templateDir, "..");
  const wanted = (0, import_node_path3.join)(root, belowRoot(layer, templateDir.split(import_node_path3.sep).at(-1)));
  const missing = new import_errors17.InputError(
    `There is no folder ${layer} beside the template.`
  );
  const [real, realRoot] = await Promise.all([
    (0, import_promises4.realpath)(wanted).catch(() => void 0),
    (0, import_promises4.realpath)(root)
  ]);
  if (real === void 0 || !real.startsWith(`${realRoot}${import_node_path3.sep}`)) {
    throw missing;
  }
  if (!(await (0, import_promises4.stat)(real)).isDirectory()) {
    throw missing;
  }
  return real;
}
async function fetchLayers(options2) {
  const { baseUrl, layers, reader, integrations, createDirectory } = options2;
  if (baseUrl.startsWith(FILE)) {
    return Promise.all(
      layers.map((layer) => locateFile(baseUrl.slice(FILE.length), layer))
    );
  }
  const integration = integrations.byUrl(baseUrl);
  if (!integration) {
    throw new import_errors17.InputError(
      `The template is at ${baseUrl}, and no integration knows that host.`
    );
  }
  const dirs = [];
  for (const layer of layers) {
    belowRoot(layer, "template");
    const url = integration.resolveUrl({ url: layer, base: baseUrl });
    const tree = await reader.readTree(url);
    const targetDir = await createDirectory();
    await tree.dir({ targetDir });
    dirs.push(targetDir);
  }
  return dirs;
}
var import_errors17, import_promises4, import_node_path3, DEFAULT_LAYERS, FILE;
var init_fetchLayers = __esm({
  "plugins/golden-paths-node/src/skeleton/fetchLayers.ts"() {
    "use strict";
    import_errors17 = require("@backstage/errors");
    import_promises4 = require("node:fs/promises");
    import_node_path3 = require("node:path");
    DEFAULT_LAYERS = ["../_common/skeleton", "./skeleton"];
    FILE = "file://";
    __name(belowRoot, "belowRoot");
    __name(locateFile, "locateFile");
    __name(fetchLayers, "fetchLayers");
  }
});

// plugins/golden-paths-node/src/skeleton/assertSafePath.ts
function assertSafePath(path, source) {
  const parts = path.split("/");
  const unsafe = path.includes("\\") || path.includes("\0") || parts.some((part) => part === ".." || part === "." || part === "") || parts.some((part) => part.toLowerCase() === ".git");
  if (unsafe) {
    throw new import_errors18.InputError(
      `The name of ${source} becomes "${path}", which is no path in a repository. Mend it in the skeleton, or the value in it.`
    );
  }
}
var import_errors18;
var init_assertSafePath = __esm({
  "plugins/golden-paths-node/src/skeleton/assertSafePath.ts"() {
    "use strict";
    import_errors18 = require("@backstage/errors");
    __name(assertSafePath, "assertSafePath");
  }
});

// plugins/golden-paths-node/src/skeleton/readSkeleton.ts
async function readSkeleton(dir) {
  const entries = await (0, import_promises5.readdir)(dir, { recursive: true, withFileTypes: true });
  const files = [];
  for (const entry of entries) {
    const absolute = (0, import_node_path4.join)(entry.parentPath, entry.name);
    const path = (0, import_node_path4.relative)(dir, absolute).split(import_node_path4.sep).join("/");
    if (entry.isSymbolicLink()) {
      throw new import_errors19.InputError(
        `The skeleton has a symbolic link, ${path}. Put a file in its place.`
      );
    }
    if (entry.isFile()) {
      const [content, { mode }] = await Promise.all([
        (0, import_promises5.readFile)(absolute),
        (0, import_promises5.stat)(absolute)
      ]);
      files.push({ path, content, executable: (mode & EXECUTABLE) !== 0 });
    }
  }
  return files.sort((a, b) => a.path < b.path ? -1 : 1);
}
var import_errors19, import_promises5, import_node_path4, EXECUTABLE;
var init_readSkeleton = __esm({
  "plugins/golden-paths-node/src/skeleton/readSkeleton.ts"() {
    "use strict";
    import_errors19 = require("@backstage/errors");
    import_promises5 = require("node:fs/promises");
    import_node_path4 = require("node:path");
    EXECUTABLE = 73;
    __name(readSkeleton, "readSkeleton");
  }
});

// plugins/golden-paths-node/src/skeleton/renderSkeleton.ts
function createRenderer(values) {
  const renderer = (0, import_nunjitsu.createTemplateRenderer)({ allowRegexExecution: true });
  const closed = JSON.parse(JSON.stringify({ values }));
  const context = renderer.prepareContext(closed);
  return (text3, source) => {
    try {
      return renderer.render(text3, context);
    } catch (error) {
      throw new import_errors20.InputError(
        `${source} cannot be filled in: ${(0, import_errors20.stringifyError)(error)}`
      );
    }
  };
}
function isLeftOut(path) {
  return path.split("/").some((part) => part.trim() === "");
}
async function renderSkeleton(options2) {
  const { skeletons, values, copyWithoutTemplating = [] } = options2;
  const render = createRenderer(values);
  const rendered = /* @__PURE__ */ new Map();
  for (const skeleton of skeletons) {
    for (const file of await readSkeleton(skeleton)) {
      const path = render(file.path, `The name ${file.path}`);
      if (isLeftOut(path)) {
        continue;
      }
      assertSafePath(path, file.path);
      const isCopied = copyWithoutTemplating.some(
        (glob) => (0, import_minimatch.minimatch)(file.path, glob, { dot: true })
      ) || await (0, import_isbinaryfile.isBinaryFile)(file.content);
      const content = isCopied ? file.content : Buffer.from(render(file.content.toString("utf8"), file.path), "utf8");
      rendered.set(path, { path, content, executable: file.executable });
    }
  }
  return [...rendered.values()].sort((a, b) => a.path < b.path ? -1 : 1);
}
var import_errors20, import_isbinaryfile, import_minimatch, import_nunjitsu;
var init_renderSkeleton = __esm({
  "plugins/golden-paths-node/src/skeleton/renderSkeleton.ts"() {
    "use strict";
    import_errors20 = require("@backstage/errors");
    import_isbinaryfile = require("isbinaryfile");
    import_minimatch = require("minimatch");
    import_nunjitsu = require("nunjitsu");
    init_assertSafePath();
    init_readSkeleton();
    __name(createRenderer, "createRenderer");
    __name(isLeftOut, "isLeftOut");
    __name(renderSkeleton, "renderSkeleton");
  }
});

// plugins/golden-paths-node/src/skeleton/writeFiles.ts
async function writeFiles(dir, files) {
  for (const { path, content, executable } of files) {
    const target = (0, import_backend_plugin_api4.resolveSafeChildPath)(dir, path);
    await (0, import_promises6.mkdir)((0, import_node_path5.dirname)(target), { recursive: true });
    await (0, import_promises6.writeFile)(target, content, { mode: executable ? 493 : 420 });
  }
}
var import_backend_plugin_api4, import_promises6, import_node_path5;
var init_writeFiles = __esm({
  "plugins/golden-paths-node/src/skeleton/writeFiles.ts"() {
    "use strict";
    import_backend_plugin_api4 = require("@backstage/backend-plugin-api");
    import_promises6 = require("node:fs/promises");
    import_node_path5 = require("node:path");
    __name(writeFiles, "writeFiles");
  }
});

// plugins/golden-paths-node/src/skeleton/index.ts
var init_skeleton = __esm({
  "plugins/golden-paths-node/src/skeleton/index.ts"() {
    "use strict";
    init_fetchLayers();
    init_renderSkeleton();
    init_readSkeleton();
    init_writeFiles();
  }
});

// plugins/golden-paths-common/src/annotations.ts
var TEMPLATE_VERSION_ANNOTATION, VENDOR_BRANCH;
var init_annotations2 = __esm({
  "plugins/golden-paths-common/src/annotations.ts"() {
    "use strict";
    TEMPLATE_VERSION_ANNOTATION = "cairn.dev/template-version";
    VENDOR_BRANCH = "golden-path";
  }
});

// plugins/golden-paths-common/src/versions/versionState.ts
function isVersion(text3) {
  return (0, import_semver.valid)(text3) !== null;
}
var import_semver;
var init_versionState = __esm({
  "plugins/golden-paths-common/src/versions/versionState.ts"() {
    "use strict";
    import_semver = require("semver");
    __name(isVersion, "isVersion");
  }
});

// plugins/golden-paths-common/src/versions/index.ts
var init_versions = __esm({
  "plugins/golden-paths-common/src/versions/index.ts"() {
    "use strict";
    init_versionState();
  }
});

// plugins/golden-paths-common/src/paths/scaffoldedFrom.ts
function parseScaffoldedFrom(text3) {
  const at = text3.lastIndexOf("@");
  const [ref, version] = at === -1 ? [text3, ""] : [text3.slice(0, at), text3.slice(at + 1)];
  try {
    const templateRef = (0, import_catalog_model3.stringifyEntityRef)(
      (0, import_catalog_model3.parseEntityRef)(ref.trim(), {
        defaultKind: "template",
        defaultNamespace: "default"
      })
    );
    return templateRef.startsWith("template:") ? { templateRef, ...version && { version: version.trim() } } : void 0;
  } catch {
    return void 0;
  }
}
var import_catalog_model3;
var init_scaffoldedFrom = __esm({
  "plugins/golden-paths-common/src/paths/scaffoldedFrom.ts"() {
    "use strict";
    import_catalog_model3 = require("@backstage/catalog-model");
    __name(parseScaffoldedFrom, "parseScaffoldedFrom");
  }
});

// plugins/golden-paths-common/src/paths/index.ts
var init_paths = __esm({
  "plugins/golden-paths-common/src/paths/index.ts"() {
    "use strict";
  }
});

// plugins/golden-paths-common/src/catalog/index.ts
var init_catalog = __esm({
  "plugins/golden-paths-common/src/catalog/index.ts"() {
    "use strict";
  }
});

// plugins/score-common/src/json.ts
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function ownField(value, field) {
  return isObject(value) && Object.hasOwn(value, field) ? value[field] : void 0;
}
function compareText(a, b) {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
function sortedEntries(map) {
  return Object.entries(map ?? {}).sort(([a], [b]) => compareText(a, b));
}
function setField(target, field, value) {
  Object.defineProperty(target, field, {
    value,
    enumerable: true,
    configurable: true,
    writable: true
  });
}
function isSameJson(a, b) {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((it, index) => isSameJson(it, b[index]));
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && isSameJson(a[key], b[key]));
  }
  return a === b;
}
var init_json = __esm({
  "plugins/score-common/src/json.ts"() {
    "use strict";
    __name(isObject, "isObject");
    __name(ownField, "ownField");
    __name(compareText, "compareText");
    __name(sortedEntries, "sortedEntries");
    __name(setField, "setField");
    __name(isSameJson, "isSameJson");
  }
});

// plugins/score-common/src/render/canonical.ts
function rank(key) {
  const index = FIRST.indexOf(key);
  return index < 0 ? FIRST.length : index;
}
function canonical(value) {
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (!isObject(value)) {
    return value;
  }
  const copy = {};
  const keys = Object.keys(value).sort(
    (a, b) => rank(a) - rank(b) || compareText(a, b)
  );
  for (const key of keys) {
    setField(copy, key, canonical(value[key]));
  }
  return copy;
}
function manifestsToYaml(manifests) {
  return manifests.map(
    (it) => (0, import_yaml2.stringify)(canonical(it), {
      aliasDuplicateObjects: false,
      compat: "yaml-1.1",
      lineWidth: 0,
      singleQuote: true
    })
  ).join("---\n");
}
var import_yaml2, FIRST;
var init_canonical = __esm({
  "plugins/score-common/src/render/canonical.ts"() {
    "use strict";
    import_yaml2 = require("yaml");
    init_json();
    FIRST = ["apiVersion", "kind", "metadata", "name", "namespace"];
    __name(rank, "rank");
    __name(canonical, "canonical");
    __name(manifestsToYaml, "manifestsToYaml");
  }
});

// plugins/score-common/src/parse/Problems.ts
function fieldPart(part) {
  if (typeof part === "number") {
    return `[${part}]`;
  }
  return /^[\w-]+$/.test(part) ? `.${part}` : `["${part}"]`;
}
function fieldName(path) {
  return path.map(fieldPart).join("").replace(/^\./, "");
}
var MAX_PROBLEMS, Problems;
var init_Problems = __esm({
  "plugins/score-common/src/parse/Problems.ts"() {
    "use strict";
    MAX_PROBLEMS = 100;
    __name(fieldPart, "fieldPart");
    __name(fieldName, "fieldName");
    Problems = class {
      constructor(source) {
        this.source = source;
      }
      source;
      static {
        __name(this, "Problems");
      }
      found = [];
      add(path, text3) {
        const { at, piece, message, mend, severity = "error" } = text3;
        const position = piece === void 0 ? this.source.locate(path, at) : this.source.locateText(path, piece);
        const { file } = this.source;
        const field = fieldName(path);
        const problem2 = { severity, file, field, message, mend, ...position };
        const known = this.found.some(
          (it) => it.field === field && it.message === message
        );
        if (!known && this.found.length < MAX_PROBLEMS) {
          this.found.push(problem2);
        }
      }
      /** In the order of the file. */
      list() {
        return [...this.found].sort(
          (a, b) => a.line - b.line || a.column - b.column
        );
      }
      get hasErrors() {
        return this.found.some((it) => it.severity === "error");
      }
    };
  }
});

// plugins/score-common/src/parse/Lines.ts
var Lines;
var init_Lines = __esm({
  "plugins/score-common/src/parse/Lines.ts"() {
    "use strict";
    Lines = class {
      constructor(text3) {
        this.text = text3;
        this.starts = [0];
        for (const { index } of text3.matchAll(/\n/g)) {
          this.starts.push(index + 1);
        }
      }
      text;
      static {
        __name(this, "Lines");
      }
      starts;
      /** The position of an offset; one behind the end stands for the end. */
      positionOf(offset) {
        const inside = Math.min(Math.max(offset, 0), this.text.length);
        let low = 0;
        let high = this.starts.length - 1;
        while (low < high) {
          const middle = Math.ceil((low + high) / 2);
          if (this.starts[middle] <= inside) {
            low = middle;
          } else {
            high = middle - 1;
          }
        }
        return { line: low + 1, column: inside - this.starts[low] + 1 };
      }
    };
  }
});

// plugins/score-common/src/parse/SourceText.ts
var import_yaml3, SourceText;
var init_SourceText = __esm({
  "plugins/score-common/src/parse/SourceText.ts"() {
    "use strict";
    import_yaml3 = require("yaml");
    SourceText = class {
      constructor(file, text3, document, lines) {
        this.file = file;
        this.text = text3;
        this.document = document;
        this.lines = lines;
      }
      file;
      text;
      document;
      lines;
      static {
        __name(this, "SourceText");
      }
      /**
       * Where a field is. For one that is missing, where the nearest one around it is.
       *
       * @param at - Whether the field's name or its value is meant.
       */
      locate(path, at = "value") {
        const { node, key } = this.find(path);
        const wanted = at === "key" ? key ?? node : node ?? key;
        return this.lines.positionOf(wanted?.range?.[0] ?? 0);
      }
      /** Where a piece of text stands inside the value of a field; the value's beginning if nowhere. */
      locateText(path, piece) {
        const range = this.find(path).node?.range;
        if (!range) {
          return this.locate(path);
        }
        const inside = this.text.slice(range[0], range[1]).indexOf(piece);
        return this.lines.positionOf(range[0] + Math.max(inside, 0));
      }
      find(path) {
        let found = { node: this.document.contents ?? void 0 };
        for (const part of path) {
          const next = this.child(found.node, part);
          if (!next) {
            return { node: found.key ?? found.node, key: found.key };
          }
          found = next;
        }
        return found;
      }
      child(node, part) {
        const target = (0, import_yaml3.isAlias)(node) ? node.resolve(this.document) : node;
        if ((0, import_yaml3.isMap)(target)) {
          const pair = target.items.find(
            (it) => (0, import_yaml3.isScalar)(it.key) && String(it.key.value) === String(part)
          );
          return pair && { key: pair.key, node: pair.value ?? void 0 };
        }
        if ((0, import_yaml3.isSeq)(target)) {
          const item = target.items[Number(part)];
          return item && { node: item };
        }
        return void 0;
      }
    };
  }
});

// plugins/score-common/src/parse/readYaml.ts
function selfReference(document) {
  let culprit;
  (0, import_yaml4.visit)(document, {
    Alias(_, alias, ancestors) {
      const target = alias.resolve(document);
      if (target && ancestors.includes(target)) {
        culprit = alias;
        return import_yaml4.visit.BREAK;
      }
      return void 0;
    }
  });
  return culprit;
}
function firstAlias(document) {
  let offset;
  (0, import_yaml4.visit)(document, (_, node) => {
    if ((0, import_yaml4.isAlias)(node)) {
      offset = node.range?.[0];
      return import_yaml4.visit.BREAK;
    }
    return void 0;
  });
  return offset;
}
function failWith(file, lines) {
  return (message, mend, offset = 0) => {
    return {
      severity: "error",
      file,
      field: "",
      message,
      mend,
      ...lines.positionOf(offset)
    };
  };
}
function namesProblem(document, fail3) {
  let found;
  (0, import_yaml4.visit)(document, {
    Pair(_, { key }) {
      const offset = (0, import_yaml4.isNode)(key) ? key.range?.[0] : void 0;
      if (!(0, import_yaml4.isScalar)(key)) {
        found = fail3(
          "The name of a field has to be text.",
          "Write a word before the colon.",
          offset
        );
      } else if (key.value === RESERVED) {
        found = fail3(
          `${RESERVED} cannot be the name of anything here.`,
          "Choose another name.",
          offset
        );
      }
      return found ? import_yaml4.visit.BREAK : void 0;
    }
  });
  return found ? [found] : [];
}
function describeError({ code, message, pos }, fail3) {
  if (code === "DUPLICATE_KEY") {
    return fail3(
      "The same field is there twice.",
      "Remove one of the two.",
      pos[0]
    );
  }
  if (message.includes("call stack")) {
    return fail3(...TOO_DEEP, pos[0]);
  }
  const first = message.split("\n")[0];
  return fail3(
    `This is not YAML: ${first.replace(/\.$/, "")}.`,
    "Check indentation, quotes and brackets here and in the line above.",
    pos[0]
  );
}
function problemsOf(document, fail3) {
  if (document.errors.length > 0) {
    return document.errors.slice(0, MAX_ERRORS).map((it) => describeError(it, fail3));
  }
  const cycle = selfReference(document);
  return cycle ? [
    fail3(
      "This alias stands inside what it names.",
      "Write the value out instead of the alias.",
      cycle.range?.[0]
    )
  ] : namesProblem(document, fail3);
}
function readYaml(text3, file) {
  const lines = new Lines(text3);
  const fail3 = failWith(file, lines);
  if (text3.length > MAX_CHARACTERS) {
    return {
      documents: [],
      problems: [
        fail3(
          `The file is longer than ${MAX_CHARACTERS / 1024} KiB.`,
          "Move large contents into files of their own."
        )
      ]
    };
  }
  const documents = [];
  const problems = [];
  try {
    const parsed = (0, import_yaml4.parseAllDocuments)(text3, {
      prettyErrors: false,
      resolveKnownTags: false
    });
    for (const document of Array.isArray(parsed) ? parsed : []) {
      const broken = problemsOf(document, fail3);
      problems.push(...broken);
      if (broken.length === 0) {
        documents.push(readDocument2(document));
      }
    }
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    problems.push(fail3(...TOO_DEEP));
  }
  return { documents, problems };
  function readDocument2(document) {
    const source = new SourceText(file, text3, document, lines);
    try {
      return { value: document.toJS(), source };
    } catch (error) {
      if (!(error instanceof ReferenceError)) {
        throw error;
      }
      problems.push(
        fail3(
          "Aliases repeat too much here.",
          "Write values out instead of aliases.",
          firstAlias(document)
        )
      );
      return { value: void 0, source };
    }
  }
  __name(readDocument2, "readDocument");
}
var import_yaml4, MAX_CHARACTERS, MAX_ERRORS, TOO_DEEP, RESERVED;
var init_readYaml = __esm({
  "plugins/score-common/src/parse/readYaml.ts"() {
    "use strict";
    import_yaml4 = require("yaml");
    init_Lines();
    init_SourceText();
    MAX_CHARACTERS = 512 * 1024;
    MAX_ERRORS = 3;
    TOO_DEEP = [
      "The file is nested too deeply.",
      "Keep it as flat as it can be."
    ];
    __name(selfReference, "selfReference");
    __name(firstAlias, "firstAlias");
    __name(failWith, "failWith");
    RESERVED = "__proto__";
    __name(namesProblem, "namesProblem");
    __name(describeError, "describeError");
    __name(problemsOf, "problemsOf");
    __name(readYaml, "readYaml");
  }
});

// plugins/score-common/src/overrides/mergePatch.ts
function mergePatch(target, patch) {
  if (!isObject(patch)) {
    return patch;
  }
  const merged = {};
  for (const [key, value] of Object.entries(isObject(target) ? target : {})) {
    setField(merged, key, value);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      const before = Object.hasOwn(merged, key) ? merged[key] : void 0;
      setField(merged, key, mergePatch(before, value));
    }
  }
  return merged;
}
var init_mergePatch = __esm({
  "plugins/score-common/src/overrides/mergePatch.ts"() {
    "use strict";
    init_json();
    __name(mergePatch, "mergePatch");
  }
});

// plugins/score-common/src/overrides/applyOverrides.ts
function describe({ kind, metadata }) {
  return `${kind} ${metadata.name}`;
}
function applyOne(manifests, { value, source }) {
  const problems = new Problems(source);
  const stop = /* @__PURE__ */ __name(() => ({ manifests, problems: problems.list() }), "stop");
  if (value === null || value === void 0) {
    return stop();
  }
  const kind = ownField(value, "kind");
  const name = ownField(ownField(value, "metadata"), "name");
  if (!isObject(value) || typeof kind !== "string" || typeof name !== "string") {
    problems.add([], {
      message: "An override says by kind and metadata.name what it changes.",
      mend: "Add both."
    });
    return stop();
  }
  const index = manifests.findIndex(
    (it) => it.kind === kind && it.metadata.name === name
  );
  if (index < 0) {
    problems.add(["kind"], {
      message: `Nothing of the kind ${kind} called ${name} is rendered.`,
      mend: `Choose one of: ${manifests.map(describe).join(", ") || "none"}.`
    });
    return stop();
  }
  const target = manifests[index];
  const directive = ownField(value, "$patch");
  if (directive === "delete") {
    return { manifests: manifests.filter((it) => it !== target), problems: [] };
  }
  if (directive !== void 0) {
    problems.add(["$patch"], {
      message: `${JSON.stringify(directive)} is not known here.`,
      mend: "Write delete to remove the object, or leave $patch out."
    });
  }
  for (const path of FIXED) {
    const given = path.reduce(ownField, value);
    const is = path.reduce(ownField, target);
    if (given !== void 0 && given !== is) {
      problems.add(path, {
        message: `An override cannot change ${path.join(".")}.`,
        mend: `Leave it out; it is ${String(is)}.`
      });
    }
  }
  if (problems.hasErrors) {
    return stop();
  }
  const merged = mergePatch(target, value);
  return { manifests: manifests.with(index, merged), problems: [] };
}
function applyOverrides(options2) {
  const { manifests, text: text3, file } = options2;
  const { documents, problems } = readYaml(text3, file);
  let current = [...manifests];
  for (const document of documents) {
    const result = applyOne(current, document);
    current = result.manifests;
    problems.push(...result.problems);
  }
  return { manifests: current, problems };
}
var FIXED;
var init_applyOverrides = __esm({
  "plugins/score-common/src/overrides/applyOverrides.ts"() {
    "use strict";
    init_json();
    init_Problems();
    init_readYaml();
    init_mergePatch();
    __name(describe, "describe");
    FIXED = [["apiVersion"], ["metadata", "namespace"]];
    __name(applyOne, "applyOne");
    __name(applyOverrides, "applyOverrides");
  }
});

// plugins/score-common/src/parse/describeIssue.ts
function typeOf(value) {
  if (value === null) {
    return "empty";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  return TYPES2[typeof value] ?? typeof value;
}
function valueAt(root, path) {
  return path.reduce((value, part) => {
    if (Array.isArray(value)) {
      return value[Number(part)];
    }
    return isObject(value) && Object.hasOwn(value, part) ? value[part] : void 0;
  }, root);
}
function describeType(expected, value) {
  const name = TYPES2[expected] ?? expected;
  if (value === void 0) {
    return { message: "The field is missing.", mend: `Add it; it is ${name}.` };
  }
  if (expected === "int" && typeof value === "number") {
    return {
      message: `${value} is not a whole number.`,
      mend: `Write ${Math.round(value)}, or what you mean.`
    };
  }
  const message = `It has to be ${name}, but is ${typeOf(value)}.`;
  if (expected === "string" && value !== null && typeof value !== "object") {
    return { message, mend: `Put it in quotes: "${value}".` };
  }
  return value === null ? { message, mend: "Fill it in, or leave the field out." } : { message, mend: `Write ${name} here.` };
}
function describeSize(issue) {
  if (issue.code === "too_small") {
    return issue.origin === "string" ? {
      message: "It is too short.",
      mend: `Use at least ${issue.minimum} ${Number(issue.minimum) === 1 ? "character" : "characters"}.`
    } : { message: "It is too small.", mend: `Use at least ${issue.minimum}.` };
  }
  if (issue.code === "too_big") {
    return issue.origin === "string" ? {
      message: "It is too long.",
      mend: `Use at most ${issue.maximum} characters.`
    } : { message: "It is too large.", mend: `Use at most ${issue.maximum}.` };
  }
  return void 0;
}
function meantAlternative(alternatives) {
  return alternatives.find(
    (issues) => !issues.some((it) => it.code === "invalid_type" && it.path.length === 0)
  ) ?? [];
}
function describeIssue(issue, root, prefix = []) {
  const path = [
    ...prefix,
    ...issue.path.map((it) => typeof it === "symbol" ? String(it) : it)
  ];
  const value = valueAt(root, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        path: [...path, key],
        at: "key",
        message: "There is no such field.",
        mend: issue.message
      }));
    case "invalid_type":
      return [{ path, ...describeType(issue.expected, value) }];
    case "invalid_value":
      return [
        {
          path,
          message: value === void 0 ? "The field is missing." : `${JSON.stringify(value)} is not known here.`,
          mend: `Choose one of: ${issue.values.join(", ")}.`
        }
      ];
    case "invalid_format":
      return [
        {
          path,
          message: `${JSON.stringify(value)} is not allowed here.`,
          mend: issue.message
        }
      ];
    case "invalid_key": {
      const inner = issue.issues[0];
      const size = inner && describeSize(inner);
      return [
        {
          path,
          at: "key",
          message: `${JSON.stringify(
            path.at(-1)
          )} is not allowed as a name here.`,
          mend: size?.mend ?? inner?.message ?? issue.message
        }
      ];
    }
    case "invalid_union": {
      const meant = meantAlternative(issue.errors);
      return meant.length > 0 ? meant.flatMap((it) => describeIssue(it, root, path)) : [{ path, ...describeType("object", value) }];
    }
    case "custom":
      return [
        {
          path,
          message: issue.message,
          mend: String(issue.params?.mend ?? "")
        }
      ];
    default:
      return [
        {
          path,
          ...describeSize(issue) ?? { message: issue.message, mend: "" }
        }
      ];
  }
}
var TYPES2;
var init_describeIssue = __esm({
  "plugins/score-common/src/parse/describeIssue.ts"() {
    "use strict";
    init_json();
    TYPES2 = {
      string: "text",
      number: "a number",
      int: "a whole number",
      boolean: "true or false",
      array: "a list",
      object: "a map",
      record: "a map"
    };
    __name(typeOf, "typeOf");
    __name(valueAt, "valueAt");
    __name(describeType, "describeType");
    __name(describeSize, "describeSize");
    __name(meantAlternative, "meantAlternative");
    __name(describeIssue, "describeIssue");
  }
});

// plugins/score-common/src/parse/workloadSchema.ts
function strict(shape) {
  return import_zod7.z.strictObject(shape, {
    error: /* @__PURE__ */ __name((issue) => issue.code === "unrecognized_keys" ? `Known here: ${Object.keys(shape).join(", ")}.` : void 0, "error")
  });
}
function hasOneContent(file) {
  const given = [file.source, file.content, file.binaryContent];
  return given.filter((it) => it !== void 0).length === 1;
}
var import_zod7, LABEL, LABEL_SAYS, TYPE_NAME, TYPE_SAYS, ANNOTATION, RESOURCE_ID, filled, label, portNumber, annotations, quantities, fileShape, ONE_CONTENT, volumeShape, probe, container, resource, workloadSchema;
var init_workloadSchema = __esm({
  "plugins/score-common/src/parse/workloadSchema.ts"() {
    "use strict";
    import_zod7 = require("zod");
    LABEL = /^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/;
    LABEL_SAYS = "Use 2 to 63 small letters, digits and dashes, with a letter or a digit at both ends.";
    TYPE_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,61}[A-Za-z0-9]$/;
    TYPE_SAYS = "Use 2 to 63 letters, digits and dashes, with a letter or a digit at both ends.";
    ANNOTATION = /^(([a-z0-9][a-z0-9-]{0,61}[a-z0-9])(\.[a-z0-9][a-z0-9-]{0,61}[a-z0-9])*\/)?[A-Za-z0-9][A-Za-z0-9._-]{0,61}[A-Za-z0-9]$/;
    RESOURCE_ID = /^[a-z0-9]+(?:-+[a-z0-9]+)*(?:\.[a-z0-9]+(?:-+[a-z0-9]+)*)*$/;
    __name(strict, "strict");
    filled = import_zod7.z.string().min(1);
    label = import_zod7.z.string().regex(LABEL, LABEL_SAYS);
    portNumber = import_zod7.z.int().min(1).max(65535);
    annotations = import_zod7.z.record(
      import_zod7.z.string().min(2).max(316).regex(
        ANNOTATION,
        "Use letters, digits, dashes, dots and underscores, after an optional host name and a slash."
      ),
      import_zod7.z.string()
    );
    quantities = strict({
      memory: import_zod7.z.string().regex(
        /^(0\.\d+|[1-9]\d*(\.\d+)?)(K|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$/,
        "Write bytes with an optional unit, for example 128Mi."
      ).optional(),
      cpu: import_zod7.z.string().regex(
        /^\d+(?:m|\.\d+)?$/,
        'Write CPUs or thousandths of one, for example "0.5" or 500m.'
      ).optional()
    });
    fileShape = {
      mode: import_zod7.z.string().regex(
        /^0?[0-7]{3}$/,
        'Write it in octal and in quotes, for example "0644".'
      ).optional(),
      source: filled.optional(),
      content: import_zod7.z.string().optional(),
      binaryContent: import_zod7.z.string().optional(),
      noExpand: import_zod7.z.boolean().optional()
    };
    __name(hasOneContent, "hasOneContent");
    ONE_CONTENT = {
      error: "A file needs exactly one of content, binaryContent and source.",
      params: { mend: "Keep one of the three fields." }
    };
    volumeShape = {
      source: import_zod7.z.string(),
      path: import_zod7.z.string().optional(),
      readOnly: import_zod7.z.boolean().optional()
    };
    probe = strict({
      httpGet: strict({
        host: filled.optional(),
        scheme: import_zod7.z.enum(["HTTP", "HTTPS"]).optional(),
        path: import_zod7.z.string(),
        port: portNumber,
        httpHeaders: import_zod7.z.array(
          strict({
            name: import_zod7.z.string().regex(
              /^[A-Za-z0-9_-]+$/,
              "Use letters, digits, dashes and underscores."
            ),
            value: filled
          })
        ).optional()
      }).optional(),
      exec: strict({ command: import_zod7.z.array(import_zod7.z.string()) }).optional()
    }).refine((it) => it.httpGet !== void 0 || it.exec !== void 0, {
      error: "A probe needs httpGet or exec.",
      params: { mend: "Add httpGet with path and port, or exec with a command." }
    });
    container = strict({
      image: filled,
      command: import_zod7.z.array(import_zod7.z.string()).optional(),
      args: import_zod7.z.array(import_zod7.z.string()).optional(),
      variables: import_zod7.z.record(
        import_zod7.z.string().min(1).regex(/^[^=]+$/, "Leave out the equals sign."),
        import_zod7.z.string()
      ).optional(),
      files: import_zod7.z.union([
        import_zod7.z.record(
          import_zod7.z.string(),
          strict(fileShape).refine(hasOneContent, ONE_CONTENT)
        ),
        import_zod7.z.array(
          strict({ target: filled.optional(), ...fileShape }).refine(
            hasOneContent,
            ONE_CONTENT
          )
        )
      ]).optional(),
      volumes: import_zod7.z.union([
        import_zod7.z.record(import_zod7.z.string(), strict(volumeShape)),
        import_zod7.z.array(strict({ target: import_zod7.z.string().optional(), ...volumeShape }))
      ]).optional(),
      before: import_zod7.z.record(
        label,
        strict({ ready: import_zod7.z.enum(["started", "healthy", "complete"]) })
      ).optional(),
      resources: strict({
        limits: quantities.optional(),
        requests: quantities.optional()
      }).optional(),
      livenessProbe: probe.optional(),
      readinessProbe: probe.optional()
    });
    resource = strict({
      type: import_zod7.z.string().regex(TYPE_NAME, TYPE_SAYS),
      class: import_zod7.z.string().regex(TYPE_NAME, TYPE_SAYS).optional(),
      id: import_zod7.z.string().min(2).max(63).regex(
        RESOURCE_ID,
        "Use small letters, digits and dashes, in parts joined by dots."
      ).optional(),
      metadata: import_zod7.z.looseObject({ annotations: annotations.optional() }).optional(),
      params: import_zod7.z.record(import_zod7.z.string(), import_zod7.z.unknown()).optional()
    });
    workloadSchema = strict({
      apiVersion: import_zod7.z.string().regex(
        /^score\.dev\/v1b1$/,
        "Write score.dev/v1b1, the version known here."
      ),
      metadata: import_zod7.z.looseObject({
        name: label,
        annotations: annotations.optional()
      }),
      service: strict({
        ports: import_zod7.z.record(
          label,
          strict({
            port: portNumber,
            protocol: import_zod7.z.enum(["TCP", "UDP"]).optional(),
            targetPort: portNumber.optional()
          })
        ).optional()
      }).optional(),
      containers: import_zod7.z.record(label, container).refine((it) => Object.keys(it).length > 0, {
        error: "A workload needs at least one container.",
        params: { mend: "Add a container with an image." }
      }),
      resources: import_zod7.z.record(label, resource).optional()
    });
  }
});

// plugins/score-common/src/parse/parseScore.ts
function readScore(text3, file) {
  const { documents, problems } = readYaml(text3, file);
  if (problems.length > 0) {
    return { problems };
  }
  const whole = { severity: "error", file, field: "", line: 1 };
  if (documents.length !== 1) {
    return {
      problems: [
        {
          ...whole,
          column: 1,
          message: documents.length === 0 ? "The file is empty." : "The file holds more than one document.",
          mend: "Describe one workload in each file."
        }
      ]
    };
  }
  const [{ value, source }] = documents;
  const result = workloadSchema.safeParse(value);
  if (result.success) {
    return { workload: result.data, problems: [], source };
  }
  const found = new Problems(source);
  for (const issue of result.error.issues) {
    for (const { path, ...said } of describeIssue(issue, value)) {
      found.add(path, said);
    }
  }
  return { problems: found.list(), source };
}
function parseScore(options2) {
  const { text: text3, file = "score.yaml" } = options2;
  const { workload, problems } = readScore(text3, file);
  return { ...workload && { workload }, problems };
}
var init_parseScore = __esm({
  "plugins/score-common/src/parse/parseScore.ts"() {
    "use strict";
    init_describeIssue();
    init_Problems();
    init_readYaml();
    init_workloadSchema();
    __name(readScore, "readScore");
    __name(parseScore, "parseScore");
  }
});

// plugins/score-common/src/placeholders/tokenize.ts
function splitParts(reference) {
  return reference.split(/(?<!\\)\./).map((part) => part.replace(/\\\./g, ".").trim());
}
function tokenize(text3) {
  const tokens = [];
  let literal2 = "";
  let end = 0;
  for (const match of text3.matchAll(PLACEHOLDER)) {
    literal2 += text3.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[0] === "$$") {
      literal2 += "$";
    } else {
      tokens.push({ kind: "literal", text: literal2 });
      literal2 = "";
      tokens.push({
        kind: "placeholder",
        raw: match[0],
        parts: splitParts(match[1])
      });
    }
  }
  tokens.push({ kind: "literal", text: literal2 + text3.slice(end) });
  return tokens.filter((it) => it.kind !== "literal" || it.text !== "");
}
var PLACEHOLDER;
var init_tokenize = __esm({
  "plugins/score-common/src/placeholders/tokenize.ts"() {
    "use strict";
    PLACEHOLDER = /\$\$|\$\{([^}]*)\}/g;
    __name(splitParts, "splitParts");
    __name(tokenize, "tokenize");
  }
});

// plugins/score-common/src/placeholders/substitute.ts
function list2(names, none) {
  return names.length > 0 ? names.sort().join(", ") : none;
}
function fromMetadata(parts, metadata) {
  const value = parts.reduce(ownField, metadata);
  return value === void 0 || value === null || typeof value === "object" ? void 0 : String(value);
}
function substitute(text3, path, options2) {
  const { metadata, resourceNames, problems } = options2;
  const parts = [];
  let complete = true;
  const fail3 = /* @__PURE__ */ __name((piece, message, mend) => {
    complete = false;
    problems.add(path, { piece, message, mend });
  }, "fail");
  for (const token of tokenize(text3)) {
    if (token.kind === "literal") {
      parts.push(token);
      continue;
    }
    const { raw } = token;
    const [root, ...rest] = token.parts;
    if (root === "metadata" && rest.length > 0) {
      const value = fromMetadata(rest, metadata);
      if (value === void 0) {
        const known = Object.keys(metadata).filter(
          (it) => !isObject(metadata[it])
        );
        fail3(
          raw,
          `${raw} refers to nothing: metadata has no text there.`,
          `Choose one of metadata: ${list2(
            known,
            "name"
          )}; or an annotation, its dots escaped by backslashes. ${ESCAPE}`
        );
      } else {
        parts.push({ kind: "literal", text: value });
      }
    } else if (root === "resources" && rest.length > 0) {
      addOutput(raw, rest);
    } else {
      fail3(
        raw,
        `${raw} is not a placeholder known here.`,
        `Use \${metadata.\u2026} or \${resources.<name>.<output>}. ${ESCAPE}`
      );
    }
  }
  return complete ? parts : void 0;
  function addOutput(raw, [name, ...keys]) {
    if (!resourceNames.includes(name)) {
      fail3(
        raw,
        `${raw} refers to a resource that is not in resources.`,
        `Add ${name} to resources, or use one that is there: ${list2(
          [...resourceNames],
          "none yet"
        )}. ${ESCAPE}`
      );
      return;
    }
    const resource2 = options2.resource(name);
    if (!resource2) {
      complete = false;
      return;
    }
    const outputName = keys.join(".");
    const output = Object.hasOwn(resource2.outputs, outputName) ? resource2.outputs[outputName] : void 0;
    if (!output) {
      const known = list2(Object.keys(resource2.outputs), "none");
      fail3(
        raw,
        outputName === "" ? `${raw} names a whole resource where one of its outputs is needed.` : `${raw} refers to an output that the resource does not have.`,
        `Outputs of ${name}: ${known}. ${ESCAPE}`
      );
      return;
    }
    parts.push(
      output.kind === "text" ? { kind: "literal", text: output.value } : {
        kind: "secret",
        resource: name,
        output: outputName,
        secretName: output.secretName,
        key: output.key
      }
    );
  }
  __name(addOutput, "addOutput");
}
function plainText(parts) {
  return parts.some((it) => it.kind === "secret") ? void 0 : parts.map((it) => it.kind === "literal" ? it.text : "").join("");
}
function substitutePlain(text3, path, options2) {
  const parts = substitute(text3, path, options2);
  const plain = parts && plainText(parts);
  if (parts && plain === void 0) {
    const secret = parts.find((it) => it.kind === "secret");
    options2.problems.add(path, {
      ...secret?.kind === "secret" && {
        piece: `\${resources.${secret.resource}.${secret.output}}`
      },
      message: "This would write a secret where everybody can read it.",
      mend: "Take the secret from an environment variable: only a container's variables can refer to one."
    });
  }
  return plain;
}
function substituteDeep(value, path, options2) {
  if (typeof value === "string") {
    return substitutePlain(value, path, options2);
  }
  if (Array.isArray(value)) {
    return value.map(
      (it, index) => substituteDeep(it, [...path, index], options2)
    );
  }
  return isObject(value) ? Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      substituteDeep(inner, [...path, key], options2)
    ])
  ) : value;
}
var ESCAPE;
var init_substitute = __esm({
  "plugins/score-common/src/placeholders/substitute.ts"() {
    "use strict";
    init_json();
    init_tokenize();
    ESCAPE = "To mean the text itself, write $${\u2026} with two dollar signs.";
    __name(list2, "list");
    __name(fromMetadata, "fromMetadata");
    __name(substitute, "substitute");
    __name(plainText, "plainText");
    __name(substitutePlain, "substitutePlain");
    __name(substituteDeep, "substituteDeep");
  }
});

// plugins/score-common/src/resources/annotations.ts
var SCORE_RESOURCES_ANNOTATION, DEFAULT_CLASS;
var init_annotations3 = __esm({
  "plugins/score-common/src/resources/annotations.ts"() {
    "use strict";
    SCORE_RESOURCES_ANNOTATION = "score.cairn.dev/resources";
    DEFAULT_CLASS = "default";
  }
});

// plugins/score-common/src/resources/findProvisioner.ts
function findProvisioner(options2) {
  const { name, resource: resource2, provisioners, problems } = options2;
  const wanted = resource2.class ?? DEFAULT_CLASS;
  const ofType = provisioners.filter((it) => it.type === resource2.type);
  const found = ofType.find((it) => it.class === wanted);
  if (found) {
    return found;
  }
  if (ofType.length > 0) {
    const classes = ofType.map((it) => it.class).sort(compareText);
    problems.add(
      ["resources", name, resource2.class === void 0 ? "type" : "class"],
      {
        message: `The platform offers ${resource2.type}, but not in the class ${wanted}.`,
        mend: `Choose one of its classes: ${classes.join(", ")}.`
      }
    );
  } else {
    const types = [...new Set(provisioners.map((it) => it.type))];
    problems.add(["resources", name, "type"], {
      message: `Nothing on the platform provides the type ${resource2.type}.`,
      mend: `Choose what there is: ${types.sort(compareText).join(", ")}. Or ask the platform team for it.`
    });
  }
  return void 0;
}
var init_findProvisioner = __esm({
  "plugins/score-common/src/resources/findProvisioner.ts"() {
    "use strict";
    init_json();
    init_annotations3();
    __name(findProvisioner, "findProvisioner");
  }
});

// plugins/claims-common/src/json.ts
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function objectAt(value, field) {
  const inner = isObject2(value) && Object.hasOwn(value, field) ? value[field] : void 0;
  return isObject2(inner) ? inner : {};
}
function textAt(value, field) {
  const inner = isObject2(value) && Object.hasOwn(value, field) ? value[field] : void 0;
  return typeof inner === "string" && inner !== "" ? inner : void 0;
}
function objectsAt(value, field) {
  const inner = isObject2(value) && Object.hasOwn(value, field) ? value[field] : void 0;
  return Array.isArray(inner) ? inner.filter(isObject2) : [];
}
var init_json2 = __esm({
  "plugins/claims-common/src/json.ts"() {
    "use strict";
    __name(isObject2, "isObject");
    __name(objectAt, "objectAt");
    __name(textAt, "textAt");
    __name(objectsAt, "objectsAt");
  }
});

// plugins/claims-common/src/offering/checkSpec.ts
function typeName(value) {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  const names = {
    object: "an object",
    string: "text",
    number: "a number",
    boolean: "true or false"
  };
  return names[typeof value] ?? typeof value;
}
function checkText(schema, value, report) {
  const { minLength, maxLength, pattern } = schema;
  const length = [...value].length;
  if (typeof minLength === "number" && length < minLength) {
    report("", `Must be at least ${minLength} characters long.`);
  }
  if (typeof maxLength === "number" && length > maxLength) {
    report("", `Must be at most ${maxLength} characters long.`);
  }
  if (typeof pattern === "string" && value.length <= MAX_PATTERN_INPUT) {
    let expression;
    try {
      expression = new RegExp(pattern, "u");
    } catch {
      return;
    }
    if (!expression.test(value)) {
      report("", `Must match the pattern ${pattern}.`);
    }
  }
}
function checkNumber(schema, value, report) {
  const { minimum, maximum, multipleOf } = schema;
  if (typeof minimum === "number") {
    if (schema.exclusiveMinimum === true && value <= minimum) {
      report("", `Must be more than ${minimum}.`);
    } else if (value < minimum) {
      report("", `Must be at least ${minimum}.`);
    }
  }
  if (typeof maximum === "number") {
    if (schema.exclusiveMaximum === true && value >= maximum) {
      report("", `Must be less than ${maximum}.`);
    } else if (value > maximum) {
      report("", `Must be at most ${maximum}.`);
    }
  }
  if (typeof multipleOf === "number" && multipleOf > 0 && Number.isInteger(value) && Number.isInteger(multipleOf) && value % multipleOf !== 0) {
    report("", `Must be a multiple of ${multipleOf}.`);
  }
}
function checkArray(schema, value, report) {
  const { minItems, maxItems } = schema;
  if (typeof minItems === "number" && value.length < minItems) {
    report("", `Must have at least ${minItems} entries.`);
  }
  if (typeof maxItems === "number" && value.length > maxItems) {
    report("", `Must have at most ${maxItems} entries.`);
  }
  for (const [index, item] of value.entries()) {
    checkValue(
      objectAt(schema, "items"),
      item,
      (field, message) => report(`[${index}]${field}`, message)
    );
  }
}
function checkObject(schema, value, report) {
  const properties = objectAt(schema, "properties");
  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const field of required) {
    const known = objectAt(properties, String(field));
    if (!Object.hasOwn(value, String(field)) && known.default === void 0) {
      report(`.${field}`, "Is required.");
    }
  }
  const open = schema["x-kubernetes-preserve-unknown-fields"] === true || schema["x-kubernetes-embedded-resource"] === true;
  for (const [field, inner] of Object.entries(value)) {
    const at = /* @__PURE__ */ __name((rest, message) => report(`.${field}${rest}`, message), "at");
    if (Object.hasOwn(properties, field)) {
      checkValue(objectAt(properties, field), inner, at);
    } else if (isObject2(schema.additionalProperties)) {
      checkValue(schema.additionalProperties, inner, at);
    } else if (!open && schema.additionalProperties !== true) {
      const known = Object.keys(properties);
      at(
        "",
        known.length > 0 ? `Is not a field of this offering. Known here: ${known.join(", ")}.` : "Is not a field of this offering."
      );
    }
  }
}
function checkValue(schema, value, report) {
  if (value === null && schema.nullable === true) {
    return;
  }
  if (schema["x-kubernetes-int-or-string"] === true) {
    if (!Number.isSafeInteger(value) && typeof value !== "string") {
      report("", `Must be a whole number or text, not ${typeName(value)}.`);
    }
    return;
  }
  const expected = typeof schema.type === "string" ? EXPECTED[schema.type] : void 0;
  if (expected && !expected.test(value)) {
    report(
      "",
      typeof value === "number" && schema.type === "integer" ? "Must be a whole number." : `Must be ${expected.name}, not ${typeName(value)}.`
    );
    return;
  }
  if (Array.isArray(schema.enum) && !isObject2(value) && !Array.isArray(value) && !schema.enum.includes(value)) {
    report("", `Must be one of: ${schema.enum.join(", ")}.`);
    return;
  }
  if (typeof value === "string") {
    checkText(schema, value, report);
  } else if (typeof value === "number") {
    checkNumber(schema, value, report);
  } else if (Array.isArray(value)) {
    checkArray(schema, value, report);
  } else if (isObject2(value)) {
    checkObject(schema, value, report);
  }
}
function checkSpec(schema, spec) {
  const problems = [];
  checkValue({ type: "object", ...schema }, spec, (field, message) => {
    if (problems.length < MAX_PROBLEMS2) {
      problems.push({ field: `spec${field}`, message });
    }
  });
  return problems;
}
var MAX_PROBLEMS2, MAX_PATTERN_INPUT, EXPECTED;
var init_checkSpec = __esm({
  "plugins/claims-common/src/offering/checkSpec.ts"() {
    "use strict";
    init_json2();
    MAX_PROBLEMS2 = 50;
    MAX_PATTERN_INPUT = 1e3;
    __name(typeName, "typeName");
    EXPECTED = {
      object: { name: "an object", test: isObject2 },
      array: { name: "a list", test: Array.isArray },
      string: { name: "text", test: /* @__PURE__ */ __name((v) => typeof v === "string", "test") },
      boolean: { name: "true or false", test: /* @__PURE__ */ __name((v) => typeof v === "boolean", "test") },
      integer: { name: "a whole number", test: Number.isSafeInteger },
      number: { name: "a number", test: /* @__PURE__ */ __name((v) => Number.isFinite(v), "test") }
    };
    __name(checkText, "checkText");
    __name(checkNumber, "checkNumber");
    __name(checkArray, "checkArray");
    __name(checkObject, "checkObject");
    __name(checkValue, "checkValue");
    __name(checkSpec, "checkSpec");
  }
});

// plugins/claims-common/src/offering/crossplaneFields.ts
function isCrossplaneField(scope, field) {
  return (scope === "LegacyCluster" ? LEGACY_FIELDS : V2_FIELDS).has(field);
}
var LEGACY_FIELDS, V2_FIELDS;
var init_crossplaneFields = __esm({
  "plugins/claims-common/src/offering/crossplaneFields.ts"() {
    "use strict";
    LEGACY_FIELDS = /* @__PURE__ */ new Set([
      "compositeDeletePolicy",
      "compositionRef",
      "compositionRevisionRef",
      "compositionRevisionSelector",
      "compositionSelector",
      "compositionUpdatePolicy",
      "claimRef",
      "publishConnectionDetailsTo",
      "resourceRef",
      "resourceRefs"
    ]);
    V2_FIELDS = /* @__PURE__ */ new Set(["crossplane"]);
    __name(isCrossplaneField, "isCrossplaneField");
  }
});

// plugins/claims-common/src/offering/providedValues.ts
function groupOf(apiVersion) {
  return apiVersion.split("/")[0];
}
function providedValues(options2) {
  const values = /* @__PURE__ */ new Map();
  for (const { metadata, spec } of options2.compositions) {
    const type = objectAt(spec, "compositeTypeRef");
    if (type.kind !== options2.kind || groupOf(textAt(type, "apiVersion") ?? "") !== options2.group) {
      continue;
    }
    const text3 = metadata.annotations?.[PROVIDES_ANNOTATION] ?? "";
    for (const entry of text3.split(",")) {
      const [field, value] = entry.split("=").map((part) => part.trim());
      if (field && value) {
        values.set(field, (values.get(field) ?? /* @__PURE__ */ new Set()).add(value));
      }
    }
  }
  return values.size === 0 ? void 0 : Object.fromEntries(
    [...values].map(([field, known]) => [field, [...known].sort()])
  );
}
var PROVIDES_ANNOTATION;
var init_providedValues = __esm({
  "plugins/claims-common/src/offering/providedValues.ts"() {
    "use strict";
    init_json2();
    PROVIDES_ANNOTATION = "cairn.dev/provides";
    __name(groupOf, "groupOf");
    __name(providedValues, "providedValues");
  }
});

// plugins/claims-common/src/offering/parseOffering.ts
function readScope(xrd) {
  const scope = textAt(xrd.spec, "scope");
  if (scope && SCOPES.has(scope)) {
    return scope;
  }
  return xrd.apiVersion.endsWith("/v1") ? "LegacyCluster" : "Namespaced";
}
function pickVersion(xrd) {
  const served = objectsAt(xrd.spec, "versions").filter(
    (version) => version.served === true
  );
  return served.find((version) => version.referenceable === true) ?? served.at(-1);
}
function readSpecSchema(version, scope, hasConnection) {
  const root = objectAt(objectAt(version, "schema"), "openAPIV3Schema");
  const spec = objectAt(objectAt(root, "properties"), "spec");
  const properties = Object.fromEntries(
    Object.entries(objectAt(spec, "properties")).filter(
      ([field]) => !isCrossplaneField(scope, field)
    )
  );
  if (scope === "LegacyCluster" && hasConnection && !properties.writeConnectionSecretToRef) {
    properties.writeConnectionSecretToRef = {
      type: "object",
      required: ["name"],
      properties: { name: { type: "string" } }
    };
  }
  return { type: "object", ...spec, properties };
}
function readConnectionKeys(xrd) {
  const annotated = xrd.metadata.annotations?.[CONNECTION_KEYS_ANNOTATION];
  const declared = objectAt(xrd, "spec").connectionSecretKeys;
  const keys = annotated?.split(",") ?? (Array.isArray(declared) ? declared : []);
  const names = keys.filter((key) => typeof key === "string").map((key) => key.trim()).filter((key) => key !== "");
  return [...new Set(names)];
}
function readAvailability(xrd, scope, hasClaim) {
  if (scope === "Cluster") {
    return {
      available: false,
      reason: "It makes resources for a whole cluster, which belong to no team. Ask the platform team."
    };
  }
  if (scope === "LegacyCluster" && !hasClaim) {
    return {
      available: false,
      reason: "Its definition has no claim names, so it cannot be requested in a namespace. Ask the platform team."
    };
  }
  if (xrd.metadata.deletionTimestamp) {
    return {
      available: false,
      reason: scope === "Namespaced" ? "The platform team is withdrawing it. What was requested is not deleted with it, and as long as any of that exists the withdrawal waits." : "The platform team is withdrawing it, and with it all that was requested.",
      withdrawnAt: xrd.metadata.deletionTimestamp
    };
  }
  const type = scope === "LegacyCluster" ? "Offered" : "Established";
  const established = objectsAt(objectAt(xrd, "status"), "conditions").some(
    (condition) => condition.type === type && condition.status === "True"
  );
  return established ? { available: true } : {
    available: false,
    reason: "Its definition is not established on the cluster yet. If this lasts longer than a minute, tell the platform team."
  };
}
function words(kind) {
  const spaced = kind.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2");
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
}
function parseOffering(options2) {
  const { cluster: cluster2, xrd, compositions = [] } = options2;
  if (xrd.metadata.labels?.[OFFERING_LABEL] !== "true") {
    return void 0;
  }
  const scope = readScope(xrd);
  const claimNames = objectAt(xrd.spec, "claimNames");
  const hasClaim = textAt(claimNames, "kind") !== void 0;
  const names = scope === "LegacyCluster" && hasClaim ? claimNames : objectAt(xrd.spec, "names");
  const version = pickVersion(xrd);
  const group = textAt(xrd.spec, "group");
  const kind = textAt(names, "kind");
  const plural = textAt(names, "plural");
  const versionName = textAt(version, "name");
  if (!version || !group || !kind || !plural || !versionName) {
    return void 0;
  }
  const connectionKeys = readConnectionKeys(xrd);
  const provided = providedValues({
    compositions,
    group,
    kind: textAt(objectAt(xrd.spec, "names"), "kind") ?? kind
  });
  const schema = objectAt(objectAt(version, "schema"), "openAPIV3Schema");
  const spec = objectAt(objectAt(schema, "properties"), "spec");
  const description = textAt(schema, "description") ?? textAt(spec, "description");
  return {
    id: xrd.metadata.name,
    cluster: cluster2,
    group,
    kind,
    plural,
    version: versionName,
    scope,
    title: xrd.metadata.annotations?.[TITLE_ANNOTATION] ?? words(kind),
    ...description && { description },
    specSchema: readSpecSchema(version, scope, connectionKeys.length > 0),
    ...connectionKeys.length > 0 && { connectionKeys },
    ...provided && { provided },
    ...readAvailability(xrd, scope, hasClaim)
  };
}
var SCOPES;
var init_parseOffering = __esm({
  "plugins/claims-common/src/offering/parseOffering.ts"() {
    "use strict";
    init_src2();
    init_json2();
    init_crossplaneFields();
    init_providedValues();
    SCOPES = /* @__PURE__ */ new Set([
      "Namespaced",
      "Cluster",
      "LegacyCluster"
    ]);
    __name(readScope, "readScope");
    __name(pickVersion, "pickVersion");
    __name(readSpecSchema, "readSpecSchema");
    __name(readConnectionKeys, "readConnectionKeys");
    __name(readAvailability, "readAvailability");
    __name(words, "words");
    __name(parseOffering, "parseOffering");
  }
});

// plugins/claims-common/src/offering/index.ts
var init_offering = __esm({
  "plugins/claims-common/src/offering/index.ts"() {
    "use strict";
    init_checkSpec();
    init_parseOffering();
  }
});

// plugins/claims-common/src/claim/index.ts
var init_claim = __esm({
  "plugins/claims-common/src/claim/index.ts"() {
    "use strict";
  }
});

// plugins/claims-common/src/list/index.ts
var init_list = __esm({
  "plugins/claims-common/src/list/index.ts"() {
    "use strict";
  }
});

// plugins/claims-common/src/permissions.ts
var import_plugin_permission_common, RESOURCE_TYPE_CLAIM, claimReadPermission, claimCreatePermission, claimDeletePermission;
var init_permissions = __esm({
  "plugins/claims-common/src/permissions.ts"() {
    "use strict";
    import_plugin_permission_common = require("@backstage/plugin-permission-common");
    RESOURCE_TYPE_CLAIM = "claims-claim";
    claimReadPermission = (0, import_plugin_permission_common.createPermission)({
      name: "claims.claim.read",
      attributes: { action: "read" },
      resourceType: RESOURCE_TYPE_CLAIM
    });
    claimCreatePermission = (0, import_plugin_permission_common.createPermission)({
      name: "claims.claim.create",
      attributes: { action: "create" },
      resourceType: RESOURCE_TYPE_CLAIM
    });
    claimDeletePermission = (0, import_plugin_permission_common.createPermission)({
      name: "claims.claim.delete",
      attributes: { action: "delete" },
      resourceType: RESOURCE_TYPE_CLAIM
    });
  }
});

// plugins/claims-common/src/types.ts
var init_types3 = __esm({
  "plugins/claims-common/src/types.ts"() {
    "use strict";
  }
});

// plugins/claims-common/src/index.ts
var init_src4 = __esm({
  "plugins/claims-common/src/index.ts"() {
    "use strict";
    init_claim();
    init_list();
    init_offering();
    init_permissions();
    init_types3();
  }
});

// plugins/score-common/src/resources/makeClaim.ts
function secretNameOf(spec) {
  const name = ownField(ownField(spec, "writeConnectionSecretToRef"), "name");
  return typeof name === "string" ? name : void 0;
}
function pathOf4(resource2, field) {
  const inner = field.split(/[.[\]]/).filter((it) => it !== "").slice(1).map((it) => /^\d+$/.test(it) ? Number(it) : it);
  return ["resources", resource2, "params", ...inner];
}
function makeClaim(options2) {
  const { resource: resource2, name, source, params, metadata, problems } = options2;
  const wrongName = checkLabelName(name);
  if (wrongName) {
    problems.add(["resources", resource2], {
      at: "key",
      message: `The claim would be called ${name}, which Kubernetes refuses.`,
      mend: wrongName.message
    });
  }
  for (const field of Object.keys(source.spec)) {
    if (Object.hasOwn(params, field)) {
      problems.add(["resources", resource2, "params", field], {
        at: "key",
        message: `${field} follows from the type and class of the resource.`,
        mend: "Leave it out, or choose another type or class."
      });
    }
  }
  const spec = { ...params, ...source.spec };
  const properties = ownField(source.specSchema, "properties");
  if (secretNameOf(spec) === void 0 && isObject(ownField(properties, "writeConnectionSecretToRef"))) {
    spec.writeConnectionSecretToRef = { name: `${name}-connection` };
  }
  for (const { field, message } of checkSpec(source.specSchema, spec)) {
    problems.add(pathOf4(resource2, field), {
      message,
      mend: `See the fields of ${source.offering}; the cluster checks the request again.`
    });
  }
  const secretName = secretNameOf(spec) ?? `${name}-connection`;
  return {
    claim: {
      apiVersion: source.apiVersion,
      kind: source.claimKind,
      metadata: { name, ...metadata },
      spec
    },
    outputs: Object.fromEntries(
      Object.entries(source.connectionKeys).map(([output, key]) => [
        output,
        { kind: "secret", secretName, key }
      ])
    )
  };
}
var init_makeClaim = __esm({
  "plugins/score-common/src/resources/makeClaim.ts"() {
    "use strict";
    init_src4();
    init_src2();
    init_json();
    __name(secretNameOf, "secretNameOf");
    __name(pathOf4, "pathOf");
    __name(makeClaim, "makeClaim");
  }
});

// plugins/score-common/src/resources/resolveResources.ts
function builtInOutputs(name, type, params, { workload, environment: environment2 }, id) {
  const text3 = /* @__PURE__ */ __name((value) => ({ kind: "text", value }), "text");
  if (type === "dns") {
    const own = name === "dns" ? workload.metadata.name : `${workload.metadata.name}-${name}`;
    const host = `${id ?? own}.${environment2.domain}`;
    const scheme = environment2.ingress.clusterIssuer ? "https" : "http";
    return { host: text3(host), url: text3(`${scheme}://${host}`) };
  }
  if (type === "service") {
    const service = typeof params.name === "string" && params.name !== "" ? params.name : name;
    return {
      name: text3(service),
      host: text3(`${service}.${environment2.namespace}.svc.cluster.local`)
    };
  }
  return {};
}
function checkShared(options2) {
  const seen = /* @__PURE__ */ new Map();
  for (const [name, resource2] of sortedEntries(options2.workload.resources)) {
    if (resource2.id === void 0) {
      continue;
    }
    const { type, class: wanted = DEFAULT_CLASS, id } = resource2;
    const key = [type, wanted, id].join("/");
    const [other, first] = seen.get(key) ?? [];
    if (!first || !other) {
      seen.set(key, [name, resource2]);
    } else if (!isSameJson(first.params ?? {}, resource2.params ?? {})) {
      options2.problems.add(["resources", name, "params"], {
        message: `${name} and ${other} are one resource by type, class and id, but ask for different things.`,
        mend: "Give both the same params, or one of them another id."
      });
    }
  }
}
function resolveResources(options2) {
  const { workload, provisioners, problems, metadata } = options2;
  const all = workload.resources ?? {};
  const done = /* @__PURE__ */ new Map();
  const underway = [];
  const substitution = {
    metadata: workload.metadata,
    resourceNames: Object.keys(all),
    resource: resolve3,
    problems
  };
  checkShared(options2);
  for (const [name] of sortedEntries(all)) {
    resolve3(name);
  }
  const items = sortedEntries(all).flatMap(([name]) => done.get(name) ?? []);
  return { items, substitution };
  function resolve3(name) {
    if (done.has(name)) {
      return done.get(name);
    }
    if (underway.includes(name)) {
      const [first] = underway.slice(-1);
      const circle = [...underway.slice(underway.indexOf(name)), name];
      problems.add(["resources", first, "params"], {
        piece: `\${resources.${name}`,
        message: `Resources need each other: ${circle.join(" \u2192 ")}.`,
        mend: "Remove one of these references."
      });
      return void 0;
    }
    underway.push(name);
    const resolved = resolveOne(name, all[name]);
    underway.pop();
    done.set(name, resolved);
    return resolved;
  }
  __name(resolve3, "resolve");
  function resolveOne(name, resource2) {
    const provisioner2 = findProvisioner({
      name,
      resource: resource2,
      provisioners,
      problems
    });
    const path = ["resources", name, "params"];
    const params = Object.fromEntries(
      Object.entries(resource2.params ?? {}).map(([key, value]) => [
        key,
        substituteDeep(value, [...path, key], substitution)
      ])
    );
    if (!provisioner2) {
      return void 0;
    }
    const { by, type } = provisioner2;
    if (by.kind === "built-in") {
      const outputs = builtInOutputs(name, type, params, options2, resource2.id);
      return { name, provisioner: provisioner2, params, outputs };
    }
    const own = `${workload.metadata.name}-${name}`;
    const made = makeClaim({
      resource: name,
      name: resource2.id?.replaceAll(".", "-") ?? own,
      source: by,
      params,
      metadata: resource2.id === void 0 ? metadata.own : metadata.shared,
      problems
    });
    return { name, provisioner: provisioner2, params, ...made };
  }
  __name(resolveOne, "resolveOne");
}
var init_resolveResources = __esm({
  "plugins/score-common/src/resources/resolveResources.ts"() {
    "use strict";
    init_json();
    init_substitute();
    init_annotations3();
    init_findProvisioner();
    init_makeClaim();
    __name(builtInOutputs, "builtInOutputs");
    __name(checkShared, "checkShared");
    __name(resolveResources, "resolveResources");
  }
});

// plugins/score-common/src/render/labels.ts
function selectorLabels(name) {
  return { "app.kubernetes.io/name": name, "app.kubernetes.io/instance": name };
}
function sharedLabels(owner) {
  return { "app.kubernetes.io/managed-by": "cairn", [OWNER_LABEL]: owner };
}
function commonLabels(options2) {
  const { name, owner, component } = options2;
  return {
    ...selectorLabels(name),
    ...sharedLabels(owner),
    "app.kubernetes.io/part-of": component,
    [COMPONENT_LABEL]: component
  };
}
var init_labels = __esm({
  "plugins/score-common/src/render/labels.ts"() {
    "use strict";
    init_src2();
    __name(selectorLabels, "selectorLabels");
    __name(sharedLabels, "sharedLabels");
    __name(commonLabels, "commonLabels");
  }
});

// plugins/score-common/src/render/RenderContext.ts
function metadataOf({ environment: environment2, labels }, name) {
  return { name, namespace: environment2.namespace, labels: { ...labels } };
}
var init_RenderContext = __esm({
  "plugins/score-common/src/render/RenderContext.ts"() {
    "use strict";
    __name(metadataOf, "metadataOf");
  }
});

// plugins/score-common/src/render/mounts.ts
function byTarget(given, path, { problems }) {
  const checked = /* @__PURE__ */ __name((found2) => {
    for (const { target, path: at } of found2) {
      if (!target.startsWith("/") || target.includes(":")) {
        problems.add(at, {
          at: "key",
          message: `${target} is not an absolute path.`,
          mend: "Begin the target with a slash, and use no colon."
        });
      }
    }
    return found2;
  }, "checked");
  if (!Array.isArray(given)) {
    return checked(
      sortedEntries(given).map(([target, entry]) => ({
        target,
        path: [...path, target],
        entry
      }))
    );
  }
  const found = /* @__PURE__ */ new Map();
  for (const [index, entry] of given.entries()) {
    const { target } = entry;
    const at = [...path, index];
    if (target === void 0 || target === "") {
      problems.add(at, {
        message: "Nothing says where it is to be mounted.",
        mend: "Add target, or write a map of targets instead of a list."
      });
    } else if (found.has(target)) {
      problems.add([...at, "target"], {
        message: `${target} is there twice.`,
        mend: "Remove one of the two."
      });
    } else {
      found.set(target, { target, path: at, entry });
    }
  }
  return checked(sortedEntries(Object.fromEntries(found)).map(([, it]) => it));
}
function fileText({ entry, path }, context) {
  const { files, problems, resources } = context;
  const { source, content, noExpand } = entry;
  const text3 = source === void 0 || !Object.hasOwn(files, source) ? content : files[source];
  if (text3 === void 0) {
    problems.add([...path, "source"], {
      message: `There is no file ${source}.`,
      mend: "Add it beside the workload file, or write its content here."
    });
    return void 0;
  }
  const field = source === void 0 ? "content" : "source";
  return noExpand ? text3 : substitutePlain(text3, [...path, field], resources.substitution);
}
function volumeResource(source) {
  const [token, ...more] = tokenize(source);
  return token?.kind === "placeholder" && more.length === 0 && token.parts.length === 2 && token.parts[0] === "resources" ? token.parts[1] : source;
}
function keyFor(target, container2, taken) {
  const plain = `${container2}${target.replace(/[^-._a-zA-Z0-9]+/g, "_")}`.slice(
    0,
    240
  );
  let key = plain;
  for (let count = 2; taken.includes(key); count += 1) {
    key = `${plain}-${count}`;
  }
  return key;
}
function volumeOf(name, context) {
  const found = context.resources.items.find((it) => it.name === name);
  if (found?.provisioner.type !== "volume") {
    return void 0;
  }
  const { size = "1Gi", storageClass } = found.params;
  if (found.provisioner.class === "ephemeral") {
    return { volume: { name, emptyDir: { sizeLimit: size } } };
  }
  const template = {
    metadata: { name, labels: { ...context.selector } },
    spec: {
      accessModes: ["ReadWriteOnce"],
      ...storageClass !== void 0 && { storageClassName: storageClass },
      resources: { requests: { storage: size } }
    }
  };
  return { template };
}
function renderMounts(context) {
  const { workload, problems, settings } = context;
  const configName = `${workload.metadata.name}-files`;
  const data = {};
  const binaryData = {};
  const items = [];
  const volumes = /* @__PURE__ */ new Map();
  const templates = /* @__PURE__ */ new Map();
  const byContainer = /* @__PURE__ */ new Map();
  for (const [name, container2] of sortedEntries(workload.containers)) {
    const path = ["containers", name];
    const mounts = /* @__PURE__ */ new Map();
    const files = byTarget(
      container2.files,
      [...path, "files"],
      context
    );
    for (const file of files) {
      mounts.set(file.target, mountFile(name, file));
    }
    const disks = byTarget(
      container2.volumes,
      [...path, "volumes"],
      context
    );
    for (const disk of disks) {
      if (mounts.has(disk.target)) {
        problems.add(disk.path, {
          at: "key",
          message: `${disk.target} is both a file and a volume.`,
          mend: "Mount one of the two elsewhere."
        });
      }
      mounts.set(disk.target, mountDisk(disk));
    }
    if (!mounts.has("/tmp")) {
      mounts.set("/tmp", { name: "cairn-tmp", mountPath: "/tmp" });
      volumes.set("cairn-tmp", { name: "cairn-tmp", emptyDir: {} });
    }
    byContainer.set(
      name,
      sortedEntries(Object.fromEntries(mounts)).map(([, it]) => it)
    );
  }
  if (items.length > 0) {
    volumes.set("cairn-files", {
      name: "cairn-files",
      configMap: { name: configName, items }
    });
  }
  const values = /* @__PURE__ */ __name((map) => sortedEntries(Object.fromEntries(map)).map(([, it]) => it), "values");
  return {
    byContainer,
    volumes: values(volumes),
    volumeClaimTemplates: values(templates),
    ...items.length > 0 && {
      configMap: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: metadataOf(context, configName),
        ...Object.keys(data).length > 0 && { data },
        ...Object.keys(binaryData).length > 0 && { binaryData }
      }
    }
  };
  function mountFile(container2, file) {
    const { target, entry } = file;
    const taken = [...Object.keys(data), ...Object.keys(binaryData)];
    const key = keyFor(target, container2, taken);
    if (entry.binaryContent === void 0) {
      data[key] = fileText(file, context) ?? "";
    } else {
      binaryData[key] = entry.binaryContent;
    }
    const mode = entry.mode === void 0 ? void 0 : Number.parseInt(entry.mode, 8);
    items.push({ key, path: key, ...mode !== void 0 && { mode } });
    return {
      name: "cairn-files",
      mountPath: target,
      subPath: key,
      readOnly: true
    };
  }
  __name(mountFile, "mountFile");
  function mountDisk({ target, path, entry }) {
    const name = volumeResource(entry.source);
    const made = volumeOf(name, context);
    if (!made) {
      const wanted = workload.resources?.[name];
      if (wanted === void 0 || wanted.type !== "volume") {
        problems.add([...path, "source"], {
          message: `${entry.source} is not a resource of the type volume.`,
          mend: `Add a resource of the type volume and refer to it as \${resources.<name>}.`
        });
      }
    } else if (made.volume) {
      volumes.set(`resource-${name}`, made.volume);
    } else if (made.template && settings.kind === "StatefulSet") {
      templates.set(name, made.template);
    } else {
      problems.add([...path, "source"], {
        message: `A ${settings.kind} cannot keep a disk of its own.`,
        mend: "Annotate the workload with score.cairn.dev/kind: StatefulSet, or give the volume the class ephemeral."
      });
    }
    return {
      name,
      mountPath: target,
      ...entry.path !== void 0 && {
        subPath: entry.path.replace(/^\/+/, "")
      },
      ...entry.readOnly !== void 0 && { readOnly: entry.readOnly }
    };
  }
  __name(mountDisk, "mountDisk");
}
var init_mounts = __esm({
  "plugins/score-common/src/render/mounts.ts"() {
    "use strict";
    init_json();
    init_substitute();
    init_tokenize();
    init_RenderContext();
    __name(byTarget, "byTarget");
    __name(fileText, "fileText");
    __name(volumeResource, "volumeResource");
    __name(keyFor, "keyFor");
    __name(volumeOf, "volumeOf");
    __name(renderMounts, "renderMounts");
  }
});

// plugins/score-common/src/render/servicePorts.ts
function servicePorts(workload) {
  return sortedEntries(workload.service?.ports).map(
    ([name, { port, protocol = "TCP", targetPort = port }]) => ({
      name,
      port,
      protocol,
      targetPort
    })
  );
}
var init_servicePorts = __esm({
  "plugins/score-common/src/render/servicePorts.ts"() {
    "use strict";
    init_json();
    __name(servicePorts, "servicePorts");
  }
});

// plugins/score-common/src/render/network.ts
function checkPorts(context, ports) {
  const { workload, settings, problems } = context;
  if (settings.kind === "CronJob" && ports.length > 0) {
    problems.add(["service", "ports"], {
      at: "key",
      message: "A CronJob serves no ports.",
      mend: "Remove service, or make it a Deployment."
    });
  }
  if (ports.length > 0 && /^\d/.test(workload.metadata.name)) {
    problems.add(["metadata", "name"], {
      message: "The name of what has a service cannot begin with a digit.",
      mend: "Begin it with a letter."
    });
  }
  for (const [index, { name, port, protocol }] of ports.entries()) {
    const same = ports.slice(0, index).find((it) => it.port === port && it.protocol === protocol);
    if (same) {
      problems.add(["service", "ports", name, "port"], {
        message: `${same.name} has the port ${port}/${protocol} already.`,
        mend: "Give one of them another port."
      });
    }
  }
}
function renderServices(context) {
  const { workload, settings, selector } = context;
  const { name } = workload.metadata;
  const ports = servicePorts(workload);
  checkPorts(context, ports);
  const service = /* @__PURE__ */ __name((serviceName, extra) => ({
    apiVersion: "v1",
    kind: "Service",
    metadata: metadataOf(context, serviceName),
    spec: {
      ...extra,
      selector: { ...selector },
      ...ports.length > 0 && { ports: ports.map((it) => ({ ...it })) }
    }
  }), "service");
  return [
    ...ports.length > 0 ? [service(name, { type: "ClusterIP" })] : [],
    ...settings.kind === "StatefulSet" ? [service(`${name}-pods`, { clusterIP: "None" })] : []
  ];
}
function routePort(route, ports) {
  const wanted = route.params.port;
  if (wanted === void 0) {
    return ports.length === 1 ? ports[0] : void 0;
  }
  return ports.find(
    (it) => it.name === wanted || String(it.port) === String(wanted)
  );
}
function renderRoute(route, context) {
  const { workload, environment: environment2, problems } = context;
  const { host, path = "/" } = route.params;
  const ports = servicePorts(workload).filter((it) => it.protocol === "TCP");
  const port = routePort(route, ports);
  const at = ["resources", route.name, "params"];
  const given = workload.resources?.[route.name].params?.host;
  if (host === void 0 && given !== void 0) {
    return void 0;
  }
  if (typeof host !== "string" || !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(
    host
  )) {
    problems.add([...at, "host"], {
      message: "A route needs a host name.",
      mend: "Add a resource of the type dns, and refer to its host: ${resources.dns.host}."
    });
    return void 0;
  }
  if (typeof path !== "string" || !path.startsWith("/")) {
    problems.add([...at, "path"], {
      message: "The path of a route begins with a slash.",
      mend: "Write / for everything."
    });
  }
  if (!port) {
    problems.add([...at, "port"], {
      message: "A route needs a TCP port of the service.",
      mend: ports.length > 0 ? `Choose one of: ${ports.map((it) => `${it.name} (${it.port})`).join(", ")}.` : "Add a port to service.ports."
    });
    return void 0;
  }
  const { name } = workload.metadata;
  const { className, clusterIssuer } = environment2.ingress;
  const fullName = `${name}-${route.name}`;
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      ...metadataOf(context, fullName),
      ...clusterIssuer && {
        annotations: { "cert-manager.io/cluster-issuer": clusterIssuer }
      }
    },
    spec: {
      ingressClassName: className,
      rules: [
        {
          host,
          http: {
            paths: [
              {
                path,
                pathType: "Prefix",
                backend: { service: { name, port: { number: port.port } } }
              }
            ]
          }
        }
      ],
      ...clusterIssuer && {
        tls: [{ hosts: [host], secretName: `${fullName}-tls` }]
      }
    }
  };
}
function routesOf({ resources }) {
  return resources.items.filter((it) => it.provisioner.type === "route");
}
function renderIngresses(context) {
  return routesOf(context).flatMap((it) => renderRoute(it, context) ?? []);
}
function fromNamespace(name) {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: name } } };
}
function renderNetworkPolicy(context) {
  const { workload, environment: environment2, selector, owner } = context;
  const ports = [
    ...new Map(
      servicePorts(workload).map(({ targetPort: port, protocol }) => [
        `${port}/${protocol}`,
        { port, protocol }
      ])
    ).values()
  ];
  const from = [
    { namespaceSelector: { matchLabels: { [OWNER_LABEL]: owner } } },
    fromNamespace(environment2.monitoringNamespace),
    ...routesOf(context).length > 0 ? [fromNamespace(environment2.ingress.namespace)] : []
  ];
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: metadataOf(context, workload.metadata.name),
    spec: {
      podSelector: { matchLabels: { ...selector } },
      policyTypes: ["Ingress"],
      ingress: ports.length > 0 ? [{ from, ports }] : []
    }
  };
}
var NAMESPACE_NAME;
var init_network = __esm({
  "plugins/score-common/src/render/network.ts"() {
    "use strict";
    init_src2();
    init_RenderContext();
    init_servicePorts();
    NAMESPACE_NAME = "kubernetes.io/metadata.name";
    __name(checkPorts, "checkPorts");
    __name(renderServices, "renderServices");
    __name(routePort, "routePort");
    __name(renderRoute, "renderRoute");
    __name(routesOf, "routesOf");
    __name(renderIngresses, "renderIngresses");
    __name(fromNamespace, "fromNamespace");
    __name(renderNetworkPolicy, "renderNetworkPolicy");
  }
});

// plugins/score-common/src/render/readSettings.ts
function isInstruction(annotation2) {
  return annotation2.startsWith(PREFIX2) || annotation2 === OTHER_KIND;
}
function readSettings(options2) {
  const { workload, environment: environment2, problems } = options2;
  const annotations3 = workload.metadata.annotations ?? {};
  const fail3 = /* @__PURE__ */ __name((name, message, mend) => problems.add(["metadata", "annotations", name], { message, mend }), "fail");
  const known = [KIND, SCHEDULE, MIN, MAX];
  for (const [name] of sortedEntries(annotations3)) {
    if (name.startsWith(PREFIX2) && !known.includes(name)) {
      problems.add(["metadata", "annotations", name], {
        at: "key",
        message: "There is no such annotation.",
        mend: `Known here: ${known.join(", ")}.`
      });
    }
  }
  const kind = readKind();
  const schedule = readSchedule();
  const min = readNumber(MIN, environment2.replicas.min);
  const max = readNumber(MAX, Math.max(environment2.replicas.max, min));
  if (max < min) {
    fail3(MAX, `${max} is less than ${MIN}, ${min}.`, "Raise it.");
  }
  return { kind, ...schedule && { schedule }, replicas: { min, max } };
  function readKind() {
    const name = annotations3[KIND] === void 0 ? OTHER_KIND : KIND;
    const wanted = annotations3[name] ?? "Deployment";
    const found = KINDS.find((it) => it === wanted);
    if (!found) {
      fail3(
        name,
        `${JSON.stringify(wanted)} is not known here.`,
        `Choose one of: ${KINDS.join(", ")}.`
      );
    }
    return found ?? "Deployment";
  }
  __name(readKind, "readKind");
  function readSchedule() {
    const text3 = annotations3[SCHEDULE];
    if (kind !== "CronJob") {
      if (text3 !== void 0) {
        fail3(
          SCHEDULE,
          `A ${kind} has no schedule.`,
          `Set ${KIND} to CronJob, or remove the schedule.`
        );
      }
      return void 0;
    }
    if (text3 === void 0) {
      fail3(
        KIND,
        "A CronJob needs a schedule.",
        `Add the annotation ${SCHEDULE}, for example "15 3 * * *".`
      );
    } else if (!CRON.test(text3)) {
      fail3(
        SCHEDULE,
        `${JSON.stringify(text3)} is not a schedule.`,
        'Write the five fields of cron, for example "15 3 * * *" for a quarter past three each night, in UTC.'
      );
    }
    return text3;
  }
  __name(readSchedule, "readSchedule");
  function readNumber(name, standard) {
    const text3 = annotations3[name];
    if (text3 === void 0) {
      return standard;
    }
    const value = /^\d{1,3}$/.test(text3) ? Number(text3) : 0;
    if (value < 1 || value > MAX_REPLICAS) {
      fail3(
        name,
        `${JSON.stringify(text3)} is not a number of pods.`,
        `Write a whole number from 1 to ${MAX_REPLICAS}, in quotes.`
      );
      return standard;
    }
    return value;
  }
  __name(readNumber, "readNumber");
}
var PREFIX2, KIND, SCHEDULE, MIN, MAX, OTHER_KIND, KINDS, CRON, MAX_REPLICAS;
var init_readSettings = __esm({
  "plugins/score-common/src/render/readSettings.ts"() {
    "use strict";
    init_json();
    PREFIX2 = "score.cairn.dev/";
    KIND = `${PREFIX2}kind`;
    SCHEDULE = `${PREFIX2}schedule`;
    MIN = `${PREFIX2}min-replicas`;
    MAX = `${PREFIX2}max-replicas`;
    OTHER_KIND = "k8s.score.dev/kind";
    KINDS = ["Deployment", "StatefulSet", "CronJob"];
    CRON = /^(@(hourly|daily|weekly|monthly|yearly)|[\d*/,-]+ [\d*/,-]+ [\d*/,?-]+ [\dA-Za-z*/,-]+ [\dA-Za-z*/,?-]+)$/;
    MAX_REPLICAS = 100;
    __name(isInstruction, "isInstruction");
    __name(readSettings, "readSettings");
  }
});

// plugins/score-common/src/render/scaling.ts
function renderScaling(context) {
  const { workload, settings, selector } = context;
  const { kind, replicas } = settings;
  const { name } = workload.metadata;
  if (kind === "CronJob") {
    return [];
  }
  const metadata = metadataOf(context, name);
  const autoscaler = {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind, name },
      minReplicas: replicas.min,
      maxReplicas: replicas.max,
      metrics: [
        {
          type: "Resource",
          resource: {
            name: "cpu",
            target: {
              type: "Utilization",
              averageUtilization: CPU_UTILISATION
            }
          }
        }
      ]
    }
  };
  const budget = {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata,
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...selector } } }
  };
  return [
    ...replicas.max > replicas.min ? [autoscaler] : [],
    ...replicas.min > 1 ? [budget] : []
  ];
}
var CPU_UTILISATION;
var init_scaling = __esm({
  "plugins/score-common/src/render/scaling.ts"() {
    "use strict";
    init_RenderContext();
    CPU_UTILISATION = 75;
    __name(renderScaling, "renderScaling");
  }
});

// plugins/score-common/src/render/images.ts
function tagOf(image) {
  return /:([^/:@]+)(@|$)/.exec(image)?.[1];
}
function imageVersion(image) {
  const tag = tagOf(image);
  return tag !== void 0 && /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/.test(tag) ? tag : void 0;
}
function imageOf(name, container2, { images, problems, environment: environment2 }) {
  const path = ["containers", name, "image"];
  const given = Object.hasOwn(images, name) ? images[name] : container2.image;
  if (given === LEFT_TO_PIPELINE) {
    problems.add(path, {
      message: "The image is left to the pipeline, but none was given.",
      mend: `Render with an image for ${name}, or name one here.`
    });
    return given;
  }
  if (/\$\{(resources|metadata)\./.test(given)) {
    problems.add(path, {
      message: "Placeholders are not replaced in an image.",
      mend: 'Name the image, or write "." and let the pipeline fill it in.'
    });
  }
  const tag = tagOf(given);
  if (!given.includes("@") && (tag === void 0 || tag === "latest")) {
    problems.add(path, {
      severity: environment2.production ? "error" : "warning",
      message: `The image ${given} names no version; what runs could not be told.`,
      mend: "Name the version the pipeline built, or the digest."
    });
  }
  return given;
}
var LEFT_TO_PIPELINE;
var init_images = __esm({
  "plugins/score-common/src/render/images.ts"() {
    "use strict";
    LEFT_TO_PIPELINE = ".";
    __name(tagOf, "tagOf");
    __name(imageVersion, "imageVersion");
    __name(imageOf, "imageOf");
  }
});

// plugins/score-common/src/render/environmentVariables.ts
function literal(text3) {
  return [{ kind: "literal", text: text3 }];
}
function upper(name) {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, "_");
}
function attribute([key, value]) {
  return `${key}=${encodeURIComponent(value)}`;
}
function standardVariables(context, image) {
  const { workload, environment: environment2, owner } = context;
  const { name } = workload.metadata;
  const { telemetry } = environment2;
  const version = imageVersion(image);
  const attributes = [
    ["deployment.environment.name", environment2.name],
    ["service.namespace", owner],
    ...version ? [["service.version", version]] : []
  ];
  const texts2 = {
    LOG_LEVEL: environment2.logLevel,
    OTEL_EXPORTER_OTLP_ENDPOINT: telemetry.endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_RESOURCE_ATTRIBUTES: attributes.map(attribute).join(","),
    OTEL_SERVICE_NAME: name,
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: String(telemetry.sampleRatio),
    SERVICE_ENVIRONMENT: environment2.name,
    SERVICE_NAME: name
  };
  return new Map(
    Object.entries(texts2).map(([key, value]) => [key, literal(value)])
  );
}
function partsOf(template, resource2) {
  return tokenize(template).flatMap((token) => {
    if (token.kind === "literal") {
      return [token];
    }
    const output = token.parts.join(".");
    const found = resource2.outputs[output];
    return found?.kind === "secret" ? [{ ...found, resource: resource2.name, output }] : [];
  });
}
function resourceVariables(context) {
  const found = context.resources.items.flatMap((resource2) => {
    const { by } = resource2.provisioner;
    return by.kind === "claim" ? sortedEntries(by.variables).map(([name, template]) => ({
      name,
      resource: resource2.name,
      parts: partsOf(template, resource2)
    })) : [];
  });
  return new Map(
    found.map(({ name, resource: resource2, parts }) => [
      found.some((it) => it.name === name && it.resource !== resource2) ? `${upper(resource2)}_${name}` : name,
      parts
    ])
  );
}
function ownVariables(container2, path, context) {
  const variables2 = /* @__PURE__ */ new Map();
  for (const [name, text3] of sortedEntries(container2.variables)) {
    const at = [...path, "variables", name];
    if (!NAME.test(name)) {
      context.problems.add(at, {
        at: "key",
        message: `Kubernetes does not take ${JSON.stringify(
          name
        )} as the name of a variable.`,
        mend: "Use letters, digits, underscores, dashes and dots, not a digit at the beginning."
      });
    }
    const parts = substitute(text3, at, context.resources.substitution);
    if (parts) {
      variables2.set(name, parts);
    }
  }
  return variables2;
}
function escapeDollars(text3, besideReference) {
  return besideReference || /\$[$(]/.test(text3) ? text3.replaceAll("$", "$$$$") : text3;
}
function isSecret(parts) {
  return parts.length === 1 && parts[0].kind === "secret";
}
function secretId(part) {
  return `${part.secretName}/${part.key}`;
}
function secretVariable(name, part) {
  const { secretName, key } = part;
  return {
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } }
  };
}
function writeVariables(variables2) {
  const all = new Map(variables2);
  const secrets = /* @__PURE__ */ new Map();
  const inOrder = sortedEntries(Object.fromEntries(variables2));
  for (const [name, parts] of inOrder) {
    if (isSecret(parts) && !secrets.has(secretId(parts[0]))) {
      secrets.set(secretId(parts[0]), name);
    }
  }
  const nameOf4 = /* @__PURE__ */ __name((part) => {
    const known = secrets.get(secretId(part));
    if (known) {
      return known;
    }
    const wanted = `${upper(part.resource)}_${upper(part.output)}`;
    let name = wanted;
    for (let count = 2; all.has(name); count += 1) {
      name = `${wanted}_${count}`;
    }
    all.set(name, [part]);
    secrets.set(secretId(part), name);
    return name;
  }, "nameOf");
  const writeText = /* @__PURE__ */ __name((parts) => {
    const refers = parts.some((it) => it.kind === "secret");
    return refers ? parts.map(
      (it) => it.kind === "literal" ? escapeDollars(it.text, true) : `$(${nameOf4(it)})`
    ).join("") : escapeDollars(plainText(parts) ?? "", false);
  }, "writeText");
  const texts2 = inOrder.filter(([, parts]) => !isSecret(parts)).map(([name, parts]) => ({ name, value: writeText(parts) }));
  const references = sortedEntries(Object.fromEntries(all)).flatMap(
    ([name, parts]) => isSecret(parts) ? [secretVariable(name, parts[0])] : []
  );
  return [...references, ...texts2];
}
function environmentVariables(options2, context) {
  const { container: container2, path, image, isOwnProgram } = options2;
  return writeVariables(
    new Map([
      ...standardVariables(context, image),
      ...isOwnProgram ? resourceVariables(context) : [],
      ...ownVariables(container2, path, context)
    ])
  );
}
var NAME;
var init_environmentVariables = __esm({
  "plugins/score-common/src/render/environmentVariables.ts"() {
    "use strict";
    init_json();
    init_substitute();
    init_tokenize();
    init_images();
    NAME = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;
    __name(literal, "literal");
    __name(upper, "upper");
    __name(attribute, "attribute");
    __name(standardVariables, "standardVariables");
    __name(partsOf, "partsOf");
    __name(resourceVariables, "resourceVariables");
    __name(ownVariables, "ownVariables");
    __name(escapeDollars, "escapeDollars");
    __name(isSecret, "isSecret");
    __name(secretId, "secretId");
    __name(secretVariable, "secretVariable");
    __name(writeVariables, "writeVariables");
    __name(environmentVariables, "environmentVariables");
  }
});

// plugins/score-common/src/render/probes.ts
function handlerOf(probe2) {
  if (probe2.exec) {
    return { exec: { command: [...probe2.exec.command] } };
  }
  const { host, scheme, path = "/", port, httpHeaders } = probe2.httpGet ?? {};
  return {
    httpGet: {
      path,
      port,
      ...host !== void 0 && { host },
      ...scheme !== void 0 && { scheme },
      ...httpHeaders && { httpHeaders: httpHeaders.map((it) => ({ ...it })) }
    }
  };
}
function containerProbes(container2, path, servedPort, problems) {
  const fallback = servedPort === void 0 ? void 0 : { tcpSocket: { port: servedPort } };
  const { livenessProbe, readinessProbe } = container2;
  const live = livenessProbe && handlerOf(livenessProbe);
  const ready = readinessProbe && handlerOf(readinessProbe);
  const liveness = live ?? fallback ?? ready;
  const readiness = ready ?? live ?? fallback;
  if (!liveness || !readiness) {
    problems.add(path, {
      at: "key",
      severity: "warning",
      message: "Nothing says whether this container is alive and ready; the policy require-probes will complain.",
      mend: "Add a livenessProbe and a readinessProbe."
    });
    return {};
  }
  return {
    livenessProbe: { ...liveness, ...LIVENESS },
    readinessProbe: { ...readiness, ...READINESS }
  };
}
var LIVENESS, READINESS;
var init_probes = __esm({
  "plugins/score-common/src/render/probes.ts"() {
    "use strict";
    LIVENESS = { periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 2 };
    READINESS = { periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 2 };
    __name(handlerOf, "handlerOf");
    __name(containerProbes, "containerProbes");
  }
});

// plugins/score-common/src/render/quantities.ts
function quantityValue(text3) {
  const [, number, unit] = /^([\d.]+)([A-Za-z]*)$/.exec(text3) ?? [];
  return unit === void 0 || unit === "" ? Number(number) : Number(number) * (UNITS[unit] ?? NaN);
}
function toKubernetes(text3) {
  return text3.replace(/K$/, "k");
}
function containerResources(container2, path, problems) {
  const given = container2.resources ?? {};
  const pair = /* @__PURE__ */ __name((field) => {
    let request = given.requests?.[field];
    let limit2 = given.limits?.[field];
    if (request && limit2 && quantityValue(request) > quantityValue(limit2)) {
      problems.add([...path, "resources", "requests", field], {
        severity: "warning",
        message: `The request ${request} is more than the limit ${limit2}; the limit is used for both.`,
        mend: "Lower the request or raise the limit."
      });
      request = limit2;
    }
    if (request === void 0) {
      const standard = STANDARD.requests[field];
      request = limit2 !== void 0 && quantityValue(limit2) < quantityValue(standard) ? limit2 : standard;
    }
    if (limit2 === void 0) {
      const standard = STANDARD.limits[field];
      limit2 = quantityValue(request) > quantityValue(standard) ? request : standard;
    }
    return { request: toKubernetes(request), limit: toKubernetes(limit2) };
  }, "pair");
  const cpu = pair("cpu");
  const memory = pair("memory");
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { cpu: cpu.limit, memory: memory.limit }
  };
}
var UNITS, STANDARD;
var init_quantities = __esm({
  "plugins/score-common/src/render/quantities.ts"() {
    "use strict";
    UNITS = {
      m: 1e-3,
      K: 1e3,
      M: 1e6,
      G: 1e9,
      T: 1e12,
      P: 1e15,
      E: 1e18,
      Ki: 2 ** 10,
      Mi: 2 ** 20,
      Gi: 2 ** 30,
      Ti: 2 ** 40,
      Pi: 2 ** 50,
      Ei: 2 ** 60
    };
    STANDARD = {
      requests: { cpu: "100m", memory: "128Mi" },
      limits: { cpu: "500m", memory: "256Mi" }
    };
    __name(quantityValue, "quantityValue");
    __name(toKubernetes, "toKubernetes");
    __name(containerResources, "containerResources");
  }
});

// plugins/score-common/src/render/startOrder.ts
function startOrder(containers, problems) {
  const wanted = /* @__PURE__ */ new Map();
  for (const [name, container2] of sortedEntries(containers)) {
    for (const [other, { ready }] of sortedEntries(container2.before)) {
      if (Object.hasOwn(containers, other)) {
        wanted.set(other, (wanted.get(other) ?? /* @__PURE__ */ new Set()).add(ready));
      } else {
        problems.add(["containers", name, "before", other], {
          at: "key",
          message: `There is no container ${other}.`,
          mend: `Choose one of: ${Object.keys(containers).sort().join(", ")}.`
        });
      }
    }
  }
  const steps = [];
  const done = /* @__PURE__ */ new Set();
  for (const [name] of sortedEntries(containers)) {
    visit2(name, []);
  }
  return [
    ...steps.filter((it) => it.role !== "main"),
    ...steps.filter((it) => it.role === "main")
  ];
  function visit2(name, way) {
    if (done.has(name)) {
      return;
    }
    for (const [other] of sortedEntries(containers[name].before)) {
      const path = ["containers", name, "before", other];
      if (other === name || way.includes(other)) {
        problems.add(path, {
          at: "key",
          message: `Containers wait for each other: ${[
            ...way.slice(way.indexOf(other)),
            name,
            other
          ].join(" \u2192 ")}.`,
          mend: "Remove one of these entries."
        });
      } else if (Object.hasOwn(containers, other)) {
        visit2(other, [...way, name]);
      }
    }
    if (!done.has(name)) {
      done.add(name);
      steps.push(stepOf(name));
    }
  }
  __name(visit2, "visit");
  function stepOf(name) {
    const states = wanted.get(name);
    if (!states) {
      return { name, role: "main", waitsForHealth: false };
    }
    return states.has("complete") ? { name, role: "init", waitsForHealth: false } : { name, role: "sidecar", waitsForHealth: states.has("healthy") };
  }
  __name(stepOf, "stepOf");
}
var init_startOrder = __esm({
  "plugins/score-common/src/render/startOrder.ts"() {
    "use strict";
    init_json();
    __name(startOrder, "startOrder");
  }
});

// plugins/score-common/src/render/containers.ts
function exact(texts2, field, context, name) {
  for (const [index, text3] of texts2.entries()) {
    const [placeholder] = /\$\{(resources|metadata)\.[^}]*\}/.exec(text3) ?? [];
    if (placeholder) {
      context.problems.add(["containers", name, field, index], {
        piece: placeholder,
        message: `Placeholders are not replaced in ${field}.`,
        mend: "Put it into a variable of the container, and use that."
      });
    }
  }
  return texts2.map((it) => it.replaceAll("$$", "$$$$$$$$"));
}
function servingContainer(names, workload) {
  return [workload, "main"].find((it) => names.includes(it)) ?? names[0];
}
function renderContainer(step2, serving, mounts, context) {
  const { workload, settings, problems } = context;
  const { name, role, waitsForHealth } = step2;
  const container2 = workload.containers[name];
  const path = ["containers", name];
  const image = imageOf(name, container2, context);
  const servingImage = serving === void 0 || name === serving ? image : imageOf(serving, workload.containers[serving], context);
  const ports = servicePorts(workload);
  const tcp = ports.find((it) => it.protocol === "TCP");
  const isServing = role === "main" && name === serving;
  const keepsRunning = role !== "init" && settings.kind !== "CronJob";
  const { command, args } = container2;
  const targets = [
    ...new Map(
      ports.map((it) => [
        `${it.targetPort}/${it.protocol}`,
        { containerPort: it.targetPort, protocol: it.protocol }
      ])
    ).values()
  ];
  const probes = keepsRunning ? containerProbes(
    container2,
    path,
    isServing ? tcp?.targetPort : void 0,
    problems
  ) : {};
  if (waitsForHealth && !probes.readinessProbe) {
    problems.add(path, {
      at: "key",
      message: "Another container waits until this one is healthy, but nothing says when it is.",
      mend: "Add a readinessProbe."
    });
  }
  return {
    name,
    image,
    ...command && { command: exact(command, "command", context, name) },
    ...args && { args: exact(args, "args", context, name) },
    ...role === "sidecar" && { restartPolicy: "Always" },
    env: environmentVariables(
      { container: container2, path, image, isOwnProgram: image === servingImage },
      context
    ),
    ...isServing && targets.length > 0 && { ports: targets },
    ...probes,
    ...waitsForHealth && probes.readinessProbe && {
      startupProbe: { ...probes.readinessProbe, failureThreshold: 30 }
    },
    resources: containerResources(container2, path, problems),
    securityContext: SECURITY,
    volumeMounts: mounts.byContainer.get(name) ?? []
  };
}
function renderPodSpec(context, mounts) {
  const { workload, settings, problems } = context;
  const steps = startOrder(workload.containers, problems);
  const serving = servingContainer(
    steps.filter((it) => it.role === "main").map((it) => it.name),
    workload.metadata.name
  );
  const render = /* @__PURE__ */ __name((step2) => renderContainer(step2, serving, mounts, context), "render");
  const first = steps.filter((it) => it.role !== "main").map(render);
  return {
    automountServiceAccountToken: false,
    ...first.length > 0 && { initContainers: first },
    containers: steps.filter((it) => it.role === "main").map(render),
    enableServiceLinks: false,
    ...settings.kind === "CronJob" && { restartPolicy: "Never" },
    securityContext: {
      fsGroup: 65532,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" }
    },
    serviceAccountName: workload.metadata.name,
    volumes: mounts.volumes
  };
}
var SECURITY;
var init_containers = __esm({
  "plugins/score-common/src/render/containers.ts"() {
    "use strict";
    init_environmentVariables();
    init_images();
    init_probes();
    init_quantities();
    init_servicePorts();
    init_startOrder();
    SECURITY = {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      seccompProfile: { type: "RuntimeDefault" }
    };
    __name(exact, "exact");
    __name(servingContainer, "servingContainer");
    __name(renderContainer, "renderContainer");
    __name(renderPodSpec, "renderPodSpec");
  }
});

// plugins/score-common/src/render/contentHash.ts
function contentHash(value) {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(
    JSON.stringify(canonical(value))
  )) {
    hash = (hash ^ BigInt(byte)) * PRIME & MASK;
  }
  return hash.toString(16).padStart(16, "0");
}
var PRIME, OFFSET, MASK;
var init_contentHash = __esm({
  "plugins/score-common/src/render/contentHash.ts"() {
    "use strict";
    init_canonical();
    PRIME = 0x100000001b3n;
    OFFSET = 0xcbf29ce484222325n;
    MASK = 0xffffffffffffffffn;
    __name(contentHash, "contentHash");
  }
});

// plugins/score-common/src/render/workloads.ts
function ownAnnotations({ workload }) {
  return Object.fromEntries(
    sortedEntries(workload.metadata.annotations).filter(
      ([name]) => !isInstruction(name)
    )
  );
}
function renderWorkload(context, mounts) {
  const { workload, settings, selector, labels, problems } = context;
  const { kind, schedule, replicas } = settings;
  const { name } = workload.metadata;
  const annotations3 = ownAnnotations(context);
  const metadata = {
    ...metadataOf(context, name),
    ...Object.keys(annotations3).length > 0 && { annotations: annotations3 }
  };
  const template = {
    metadata: {
      labels: { ...labels },
      ...mounts.configMap && {
        annotations: {
          [FILES_HASH]: contentHash([
            mounts.configMap.data,
            mounts.configMap.binaryData
          ])
        }
      }
    },
    spec: renderPodSpec(context, mounts)
  };
  if (kind === "CronJob") {
    if (name.length > MAX_CRON_NAME) {
      problems.add(["metadata", "name"], {
        message: `The name is ${name.length} characters long, too long for a CronJob.`,
        mend: `Shorten it to at most ${MAX_CRON_NAME}.`
      });
    }
    return {
      apiVersion: "batch/v1",
      kind,
      metadata,
      spec: {
        schedule: schedule ?? "",
        timeZone: "Etc/UTC",
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          metadata: { labels: { ...labels } },
          spec: { backoffLimit: 2, template }
        }
      }
    };
  }
  const scaled = replicas.max > replicas.min;
  return {
    apiVersion: "apps/v1",
    kind,
    metadata,
    spec: {
      // Where an autoscaler decides, a number here would fight it.
      ...!scaled && { replicas: replicas.min },
      revisionHistoryLimit: 5,
      selector: { matchLabels: { ...selector } },
      ...kind === "StatefulSet" && { serviceName: `${name}-pods` },
      ...kind === "Deployment" && {
        strategy: {
          type: "RollingUpdate",
          rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
        }
      },
      template,
      ...mounts.volumeClaimTemplates.length > 0 && {
        volumeClaimTemplates: mounts.volumeClaimTemplates
      }
    }
  };
}
var FILES_HASH, MAX_CRON_NAME;
var init_workloads = __esm({
  "plugins/score-common/src/render/workloads.ts"() {
    "use strict";
    init_json();
    init_containers();
    init_contentHash();
    init_readSettings();
    init_RenderContext();
    FILES_HASH = "score.cairn.dev/files-hash";
    MAX_CRON_NAME = 52;
    __name(ownAnnotations, "ownAnnotations");
    __name(renderWorkload, "renderWorkload");
  }
});

// plugins/score-common/src/render/renderScore.ts
function uniqueClaims(context) {
  const found = /* @__PURE__ */ new Map();
  for (const { claim } of context.resources.items) {
    if (claim) {
      found.set(`${claim.kind}/${claim.metadata.name}`, claim);
    }
  }
  return [...found.values()];
}
function renderAll(context) {
  const { name } = context.workload.metadata;
  const mounts = renderMounts(context);
  const account = {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: metadataOf(context, name),
    automountServiceAccountToken: false
  };
  return [
    account,
    ...mounts.configMap ? [mounts.configMap] : [],
    ...uniqueClaims(context),
    renderWorkload(context, mounts),
    ...renderServices(context),
    ...renderIngresses(context),
    ...renderScaling(context),
    renderNetworkPolicy(context)
  ];
}
function renderScore(options2) {
  const { text: text3, file = "score.yaml", environment: environment2, owner } = options2;
  const { provisioners, images = {}, files = {}, overrides } = options2;
  const { workload, source, problems: broken } = readScore(text3, file);
  if (!workload || !source) {
    return { manifests: [], yaml: "", problems: broken };
  }
  const problems = new Problems(source);
  const { name } = workload.metadata;
  const labels = commonLabels({
    name,
    owner,
    component: options2.component ?? name
  });
  const { namespace } = environment2;
  const context = {
    workload,
    settings: readSettings({ workload, environment: environment2, problems }),
    environment: environment2,
    owner,
    labels,
    selector: selectorLabels(name),
    resources: resolveResources({
      workload,
      environment: environment2,
      provisioners,
      metadata: {
        own: { namespace, labels },
        shared: { namespace, labels: sharedLabels(owner) }
      },
      problems
    }),
    images,
    files,
    problems
  };
  const rendered = renderAll(context);
  const overridden = overrides === void 0 || problems.hasErrors ? { manifests: rendered, problems: [] } : applyOverrides({
    manifests: rendered,
    text: overrides,
    file: `overrides/${environment2.name}.yaml`
  });
  const all = [...problems.list(), ...overridden.problems];
  if (all.some((it) => it.severity === "error")) {
    return { manifests: [], yaml: "", problems: all };
  }
  const manifests = overridden.manifests.map(
    (it) => canonical(it)
  );
  return { manifests, yaml: manifestsToYaml(manifests), problems: all };
}
var init_renderScore = __esm({
  "plugins/score-common/src/render/renderScore.ts"() {
    "use strict";
    init_applyOverrides();
    init_parseScore();
    init_Problems();
    init_resolveResources();
    init_canonical();
    init_labels();
    init_mounts();
    init_network();
    init_readSettings();
    init_RenderContext();
    init_scaling();
    init_workloads();
    __name(uniqueClaims, "uniqueClaims");
    __name(renderAll, "renderAll");
    __name(renderScore, "renderScore");
  }
});

// plugins/score-common/src/render/standardEnvironment.ts
function standardEnvironment(options2) {
  const { name, owner, domain = `${name}.cairn.example` } = options2;
  const production = name === "prod";
  return {
    name,
    namespace: `${owner}-${name}`,
    production,
    domain,
    replicas: production ? { min: 2, max: 6 } : { min: 1, max: 1 },
    logLevel: production ? "info" : "debug",
    telemetry: {
      endpoint: "http://otel-collector.observability.svc.cluster.local:4318",
      sampleRatio: production ? 0.1 : 1
    },
    ingress: { className: "nginx", namespace: "ingress-nginx" },
    monitoringNamespace: "observability"
  };
}
var init_standardEnvironment = __esm({
  "plugins/score-common/src/render/standardEnvironment.ts"() {
    "use strict";
    __name(standardEnvironment, "standardEnvironment");
  }
});

// plugins/score-common/src/render/index.ts
var init_render = __esm({
  "plugins/score-common/src/render/index.ts"() {
    "use strict";
    init_canonical();
    init_renderScore();
    init_standardEnvironment();
  }
});

// plugins/score-common/src/dashboard/selectors.ts
function podPattern(name) {
  return `${name}-([a-z0-9]{5,10}-[a-z0-9]{5}|[0-9]+|[0-9]{8}-[a-z0-9]{5})`;
}
function series(metric, ...matchers) {
  const [, name = metric, own] = /^([^{]+)\{(.*)\}$/.exec(metric) ?? [];
  const all = [...own ? [own] : [], ...matchers];
  return all.length === 0 ? name : `${name}{${all.join(",")}}`;
}
function podsOf({ name }, namespace) {
  return [`namespace="${namespace}"`, `pod=~"${podPattern(name)}"`];
}
function ratio(part, whole) {
  return `${part} / (${whole} > 0)`;
}
var init_selectors = __esm({
  "plugins/score-common/src/dashboard/selectors.ts"() {
    "use strict";
    __name(podPattern, "podPattern");
    __name(series, "series");
    __name(podsOf, "podsOf");
    __name(ratio, "ratio");
  }
});

// plugins/score-common/src/dashboard/dependencySections.ts
function connectionUse({ database }, pods) {
  return ratio(
    `sum by (pod) (${series(database.used, ...pods)})`,
    `sum by (pod) (${series(database.max, ...pods)})`
  );
}
function operationMean({ database }, pods, window, by = "") {
  const rate = /* @__PURE__ */ __name((suffix) => `sum${by && ` by (${by})`} (rate(${series(
    `${database.duration}_${suffix}`,
    ...pods
  )}[${window}]))`, "rate");
  return ratio(rate("sum"), rate("count"));
}
function databaseSection(names, pods) {
  const chart = { type: "timeseries", width: 8 };
  const { duration, operation } = names.database;
  const window = "$__rate_interval";
  const by = operation ? ` by (${operation})` : "";
  const legend = operation ? `{{${operation}}}` : "Operations";
  const panels = [
    {
      ...chart,
      title: "Operations",
      description: "Operations of the database a second.",
      unit: "ops",
      queries: [
        {
          expr: `sum${by} (rate(${series(
            `${duration}_count`,
            ...pods
          )}[${window}]))`,
          legend
        }
      ]
    },
    {
      ...chart,
      title: "Duration of an operation",
      description: "How long one takes on average.",
      unit: "s",
      queries: [
        { expr: operationMean(names, pods, window, operation), legend }
      ]
    },
    {
      ...chart,
      title: "Connections in use",
      description: "Part of the pool that is in use. At 100 % requests wait for a connection.",
      unit: "percentunit",
      max: 1,
      threshold: { value: 0.9, bad: "above" },
      queries: [{ expr: connectionUse(names, pods), legend: "{{pod}}" }]
    }
  ];
  return { title: "Database", panels };
}
function lookUpRate({ cache }, pods, window, result) {
  const selected = series(
    cache,
    ...pods,
    ...result ? [`result="${result}"`] : []
  );
  return `sum(rate(${selected}[${window}]))`;
}
function cacheSection(options2) {
  const { names, pods, namespace, claim } = options2;
  const chart = { type: "timeseries", width: 8 };
  const window = "$__rate_interval";
  const panels = [
    {
      ...chart,
      title: "Found in the cache",
      description: "Part of the look-ups that found something.",
      unit: "percentunit",
      max: 1,
      queries: [
        {
          expr: ratio(
            lookUpRate(names, pods, window, "hit"),
            lookUpRate(names, pods, window)
          ),
          legend: "Found"
        }
      ]
    },
    {
      ...chart,
      title: "Look-ups by result",
      description: "Look-ups a second. Errors are answered from where the data comes from.",
      unit: "ops",
      queries: [
        {
          expr: `sum by (result) (rate(${series(
            names.cache,
            ...pods
          )}[${window}]))`,
          legend: "{{result}}"
        }
      ]
    },
    {
      ...chart,
      title: "Memory of the cache",
      description: "What the cache holds. Full, it forgets what was not used for the longest time.",
      unit: "bytes",
      queries: [
        {
          expr: `sum by (pod) (${series(
            "container_memory_working_set_bytes",
            `namespace="${namespace}"`,
            `pod=~"${podPattern(claim)}"`,
            'container!=""'
          )})`,
          legend: "{{pod}}"
        }
      ]
    }
  ];
  return { title: "Cache", panels };
}
var init_dependencySections = __esm({
  "plugins/score-common/src/dashboard/dependencySections.ts"() {
    "use strict";
    init_selectors();
    __name(connectionUse, "connectionUse");
    __name(operationMean, "operationMean");
    __name(databaseSection, "databaseSection");
    __name(lookUpRate, "lookUpRate");
    __name(cacheSection, "cacheSection");
  }
});

// plugins/score-common/src/dashboard/httpSection.ts
function requestRate({ http: http3 }, pods, options2) {
  const { window, by, failed } = options2;
  const matchers = failed ? [...pods, `${http3.status}=~"5.."`] : pods;
  const selected = series(`${http3.duration}_count`, ...matchers);
  return `sum${by ? ` by (${by})` : ""} (rate(${selected}[${window}]))`;
}
function requestQuantile({ http: http3 }, pods, options2) {
  const { window, quantile, by } = options2;
  const selected = series(`${http3.duration}_bucket`, ...pods);
  const groups = ["le", ...by ? [by] : []].join(", ");
  return `histogram_quantile(${quantile}, sum by (${groups}) (rate(${selected}[${window}])))`;
}
function errorRatio(names, pods, window) {
  return ratio(
    // Without a single failure there is no series of them.
    `(${requestRate(names, pods, { window, failed: true })} or vector(0))`,
    requestRate(names, pods, { window })
  );
}
function httpStats(names, pods) {
  const stat3 = { type: "stat", width: 6 };
  return [
    {
      ...stat3,
      title: "Availability",
      description: `Part of the requests in the time shown that did not fail by the service's own fault (status 5xx). The goal is ${AVAILABILITY * 100} %.`,
      unit: "percentunit",
      threshold: { value: AVAILABILITY, bad: "below" },
      max: 1,
      queries: [
        {
          expr: `1 - ${errorRatio(names, pods, "$__range")}`,
          legend: "Availability"
        }
      ]
    },
    {
      ...stat3,
      title: "Requests",
      description: "Requests a second.",
      unit: "reqps",
      queries: [
        {
          expr: requestRate(names, pods, { window: "$__rate_interval" }),
          legend: "Requests"
        }
      ]
    },
    {
      ...stat3,
      title: "Errors",
      description: "Part of the requests that fail now.",
      unit: "percentunit",
      threshold: { value: ERROR_BUDGET, bad: "above" },
      queries: [
        {
          expr: errorRatio(names, pods, "$__rate_interval"),
          legend: "Errors"
        }
      ]
    },
    {
      ...stat3,
      title: "Duration, 95th percentile",
      description: "95 of 100 requests are answered faster than this.",
      unit: "s",
      threshold: { value: FAST, bad: "above" },
      queries: [
        {
          expr: requestQuantile(names, pods, {
            window: "$__rate_interval",
            quantile: 0.95
          }),
          legend: "p95"
        }
      ]
    }
  ];
}
function httpSection(names, pods) {
  const { route, status, active } = names.http;
  const chart = { type: "timeseries", width: 12 };
  const window = "$__rate_interval";
  return {
    title: "Requests",
    panels: [
      {
        ...chart,
        title: "Rate by route",
        description: "Requests a second, by the route they matched.",
        unit: "reqps",
        queries: [
          {
            expr: requestRate(names, pods, { window, by: route }),
            legend: `{{${route}}}`
          }
        ]
      },
      {
        ...chart,
        title: "Errors by route",
        description: "Requests a second that were answered with a status 5xx.",
        unit: "reqps",
        queries: [
          {
            expr: requestRate(names, pods, {
              window,
              by: `${route}, ${status}`,
              failed: true
            }),
            legend: `{{${route}}} {{${status}}}`
          }
        ]
      },
      {
        ...chart,
        title: "Duration",
        description: "How long requests take: half, 95 and 99 of 100.",
        unit: "s",
        threshold: { value: FAST, bad: "above" },
        queries: [0.5, 0.95, 0.99].map((quantile) => ({
          expr: requestQuantile(names, pods, { window, quantile }),
          legend: `p${quantile * 100}`
        }))
      },
      {
        ...chart,
        title: "Duration by route, 95th percentile",
        description: "The routes that keep people waiting.",
        unit: "s",
        queries: [
          {
            expr: requestQuantile(names, pods, {
              window,
              quantile: 0.95,
              by: route
            }),
            legend: `{{${route}}}`
          }
        ]
      },
      ...active ? [
        {
          ...chart,
          title: "Requests in flight",
          description: "Requests being answered at the same time.",
          unit: "short",
          queries: [
            {
              expr: `sum by (pod) (${series(active, ...pods)})`,
              legend: "{{pod}}"
            }
          ]
        }
      ] : [],
      {
        ...chart,
        title: "Answers by status",
        description: "Requests a second, by the status of their answers.",
        unit: "reqps",
        queries: [
          {
            expr: requestRate(names, pods, { window, by: status }),
            legend: `{{${status}}}`
          }
        ]
      }
    ]
  };
}
var ERROR_BUDGET, AVAILABILITY, FAST;
var init_httpSection = __esm({
  "plugins/score-common/src/dashboard/httpSection.ts"() {
    "use strict";
    init_selectors();
    ERROR_BUDGET = 5e-3;
    AVAILABILITY = 0.995;
    FAST = 0.5;
    __name(requestRate, "requestRate");
    __name(requestQuantile, "requestQuantile");
    __name(errorRatio, "errorRatio");
    __name(httpStats, "httpStats");
    __name(httpSection, "httpSection");
  }
});

// plugins/score-common/src/dashboard/metricNames.ts
function metricNames(language) {
  return language === "java" ? MICROMETER : STANDARD2;
}
var STANDARD2, MICROMETER;
var init_metricNames = __esm({
  "plugins/score-common/src/dashboard/metricNames.ts"() {
    "use strict";
    STANDARD2 = {
      http: {
        duration: "http_server_request_duration_seconds",
        route: "http_route",
        status: "http_response_status_code",
        active: "http_server_active_requests",
        slowBucket: "0.5"
      },
      database: {
        duration: "db_client_operation_duration_seconds",
        operation: "db_operation_name",
        used: 'db_client_connection_count{state="used"}',
        max: "db_client_connection_max"
      },
      cache: "cache_requests_total"
    };
    MICROMETER = {
      http: {
        duration: "http_server_requests_seconds",
        route: "uri",
        status: "status",
        slowBucket: "0.5"
      },
      database: {
        duration: "hikaricp_connections_usage_seconds",
        used: "hikaricp_connections_active",
        max: "hikaricp_connections_max"
      },
      cache: "cache_requests_total"
    };
    __name(metricNames, "metricNames");
  }
});

// plugins/score-common/src/dashboard/pipelineSections.ts
function sinceSuccess(job) {
  return `time() - max(${series(
    "pipeline_last_success_timestamp_seconds",
    ...job
  )})`;
}
function rejectedPart(job) {
  const records2 = /* @__PURE__ */ __name((stage) => `sum(${series("pipeline_records", ...job, `stage="${stage}"`)})`, "records");
  return ratio(records2("rejected"), records2("extracted"));
}
function pipelineSections(job, interval) {
  const stat3 = { type: "stat", width: 6 };
  const chart = { type: "timeseries", width: 12 };
  const overview = [
    {
      ...stat3,
      title: "Since the last success",
      description: "How old the data is at most.",
      unit: "s",
      threshold: { value: 2 * interval, bad: "above" },
      queries: [{ expr: sinceSuccess(job), legend: "Since" }]
    },
    {
      ...stat3,
      title: "Duration of the last run",
      description: "From its start to its end.",
      unit: "s",
      queries: [
        {
          expr: `max(${series("pipeline_run_duration_seconds", ...job)})`,
          legend: "Duration"
        }
      ]
    },
    {
      ...stat3,
      title: "Records loaded",
      description: "Records the last run wrote.",
      unit: "short",
      queries: [
        {
          expr: `sum(${series("pipeline_records", ...job, 'stage="loaded"')})`,
          legend: "Loaded"
        }
      ]
    },
    {
      ...stat3,
      title: "Refused",
      description: "Part of the records that did not pass the checks.",
      unit: "percentunit",
      threshold: { value: 0.05, bad: "above" },
      queries: [{ expr: rejectedPart(job), legend: "Refused" }]
    }
  ];
  const runs = [
    {
      ...chart,
      title: "Records by stage",
      description: "What each run read, wrote and refused.",
      unit: "short",
      queries: [
        {
          expr: `sum by (stage) (${series("pipeline_records", ...job)})`,
          legend: "{{stage}}"
        }
      ]
    },
    {
      ...chart,
      title: "Behind the source",
      description: "How far the checkpoint is behind the newest record of the source.",
      unit: "s",
      queries: [
        {
          expr: `max(${series("pipeline_checkpoint_lag_seconds", ...job)})`,
          legend: "Behind"
        }
      ]
    }
  ];
  return [
    { title: "Overview", panels: overview },
    { title: "Runs", panels: runs }
  ];
}
var init_pipelineSections = __esm({
  "plugins/score-common/src/dashboard/pipelineSections.ts"() {
    "use strict";
    init_selectors();
    __name(sinceSuccess, "sinceSuccess");
    __name(rejectedPart, "rejectedPart");
    __name(pipelineSections, "pipelineSections");
  }
});

// plugins/score-common/src/dashboard/saturationSection.ts
function memoryUse(pods) {
  return ratio(
    `sum by (pod) (${series(
      "container_memory_working_set_bytes",
      ...pods,
      'container!=""'
    )})`,
    `sum by (pod) (${series(
      "kube_pod_container_resource_limits",
      ...pods,
      'resource="memory"'
    )})`
  );
}
function throttling(pods, window) {
  const periods = /* @__PURE__ */ __name((name) => `sum by (pod) (rate(${series(name, ...pods, 'container!=""')}[${window}]))`, "periods");
  return ratio(
    periods("container_cpu_cfs_throttled_periods_total"),
    periods("container_cpu_cfs_periods_total")
  );
}
function restarts(pods, window) {
  return `sum by (pod) (increase(${series(
    "kube_pod_container_status_restarts_total",
    ...pods
  )}[${window}]))`;
}
function saturationSection(pods) {
  const chart = { type: "timeseries", width: 12 };
  const panels = [
    {
      ...chart,
      title: "CPU",
      description: "CPUs in use by each pod, and what one may use: more is held back.",
      unit: "cores",
      queries: [
        {
          expr: `sum by (pod) (rate(${series(
            "container_cpu_usage_seconds_total",
            ...pods,
            'container!=""'
          )}[$__rate_interval]))`,
          legend: "{{pod}}"
        },
        {
          expr: `max(sum by (pod) (${series(
            "kube_pod_container_resource_limits",
            ...pods,
            'resource="cpu"'
          )}))`,
          legend: "Limit"
        }
      ]
    },
    {
      ...chart,
      title: "Held back for want of CPU",
      description: "Part of the time in which a pod wanted more CPU than its limit allows.",
      unit: "percentunit",
      threshold: { value: 0.25, bad: "above" },
      queries: [
        { expr: throttling(pods, "$__rate_interval"), legend: "{{pod}}" }
      ]
    },
    {
      ...chart,
      title: "Memory",
      description: "Memory in use as a part of the limit. A pod that reaches it is ended.",
      unit: "percentunit",
      max: 1,
      threshold: { value: 0.9, bad: "above" },
      queries: [{ expr: memoryUse(pods), legend: "{{pod}}" }]
    },
    {
      ...chart,
      title: "Restarts",
      description: "How often containers ended and were started again.",
      unit: "short",
      queries: [
        { expr: restarts(pods, "$__rate_interval"), legend: "{{pod}}" }
      ]
    }
  ];
  return { title: "Saturation", panels };
}
var init_saturationSection = __esm({
  "plugins/score-common/src/dashboard/saturationSection.ts"() {
    "use strict";
    init_selectors();
    __name(memoryUse, "memoryUse");
    __name(throttling, "throttling");
    __name(restarts, "restarts");
    __name(saturationSection, "saturationSection");
  }
});

// plugins/score-common/src/dashboard/alertRules.ts
function limit(factor, budget) {
  return String(Number((factor * budget).toPrecision(6)));
}
function slowRatio({ names, pods }, window) {
  const { duration, slowBucket } = names.http;
  const fast = series(`${duration}_bucket`, ...pods, `le="${slowBucket}"`);
  const all = requestRate(names, pods, { window });
  return `1 - ${ratio(`sum(rate(${fast}[${window}]))`, all)}`;
}
function httpRules(place) {
  const { workload, names, pods } = place;
  const { name } = workload;
  return BURNS.flatMap(({ speed, factor, long, short, for: lasting }) => {
    const burns = /* @__PURE__ */ __name((expression, budget) => [long, short].map((it) => `(${expression(it)}) > ${limit(factor, budget)}`).join(" and "), "burns");
    const urgent = speed === "Fast";
    return [
      {
        alert: `ErrorBudgetBurns${speed}`,
        expr: burns((window) => errorRatio(names, pods, window), ERROR_BUDGET),
        for: lasting,
        urgent,
        summary: `Many requests to ${name} fail.`,
        description: `{{ $value | humanizePercentage }} of the requests of the last ${long} failed; ${ERROR_BUDGET * 100} % are allowed for.`,
        runbook: "many-requests-fail"
      },
      {
        alert: `LatencyBudgetBurns${speed}`,
        // Fourteen times five parts of a hundred is nearly all of them.
        expr: burns((window) => slowRatio(place, window), SLOW_BUDGET),
        for: lasting,
        urgent,
        summary: `${name} is slow.`,
        description: `{{ $value | humanizePercentage }} of the requests of the last ${long} took longer than ${FAST} s; ${SLOW_BUDGET * 100} % are allowed for.`,
        runbook: "it-is-slow"
      }
    ];
  });
}
function availabilityRules({ workload, namespace }) {
  const { name } = workload;
  const available = series(
    "kube_deployment_status_replicas_available",
    `namespace="${namespace}"`,
    `deployment="${name}"`
  );
  return [
    {
      alert: "NotAvailable",
      expr: `(sum(${available}) or vector(0)) == 0`,
      for: "5m",
      urgent: true,
      summary: `${name} is not available.`,
      description: `No pod of ${name} in ${namespace} has been ready for five minutes.`,
      runbook: "it-is-not-available"
    }
  ];
}
function podRules({ workload, pods }) {
  const { name } = workload;
  return [
    {
      alert: "PodsRestart",
      expr: `${restarts(pods, "30m")} > 3`,
      for: "5m",
      urgent: false,
      summary: `Pods of ${name} restart again and again.`,
      description: "{{ $labels.pod }} was restarted {{ $value | humanize }} times within half an hour.",
      runbook: "pods-restart"
    },
    {
      alert: "MemoryNearLimit",
      expr: `${memoryUse(pods)} > 0.9`,
      for: "15m",
      urgent: false,
      summary: `${name} is about to run out of memory.`,
      description: "{{ $labels.pod }} uses {{ $value | humanizePercentage }} of the memory it may. At 100 % it is ended.",
      runbook: "it-runs-out-of-room"
    },
    {
      alert: "HeldBackForWantOfCpu",
      expr: `${throttling(pods, "15m")} > 0.5`,
      for: "30m",
      urgent: false,
      summary: `${name} wants more CPU than it may have.`,
      description: "{{ $labels.pod }} was held back in {{ $value | humanizePercentage }} of the time.",
      runbook: "it-runs-out-of-room"
    }
  ];
}
function databaseRules({ workload, names, pods }) {
  const { name } = workload;
  return [
    {
      alert: "DatabaseConnectionsUsedUp",
      expr: `${connectionUse(names, pods)} > 0.9`,
      for: "10m",
      urgent: true,
      summary: `${name} uses all its connections to the database.`,
      description: "{{ $labels.pod }} uses {{ $value | humanizePercentage }} of its pool; requests wait for a connection.",
      runbook: "the-database"
    },
    {
      alert: "DatabaseSlow",
      expr: `${operationMean(names, pods, "10m")} > 0.25`,
      for: "15m",
      urgent: false,
      summary: `The database of ${name} is slow.`,
      description: "An operation took {{ $value | humanizeDuration }} on average of the last ten minutes.",
      runbook: "the-database"
    }
  ];
}
function cacheRules(place, claim) {
  const { workload, names, pods, namespace } = place;
  const { name } = workload;
  const available = series(
    "kube_deployment_status_replicas_available",
    `namespace="${namespace}"`,
    `deployment="${claim}"`
  );
  const failing = ratio(
    lookUpRate(names, pods, "10m", "error"),
    lookUpRate(names, pods, "10m")
  );
  return [
    {
      alert: "CacheNotAvailable",
      expr: `(sum(${available}) or vector(0)) == 0`,
      for: "10m",
      urgent: false,
      summary: `The cache of ${name} is not available.`,
      description: `No pod of ${claim} in ${namespace} has been ready for ten minutes; everything is read from where it comes from.`,
      runbook: "the-cache"
    },
    {
      alert: "CacheFails",
      expr: `${failing} > 0.1`,
      for: "10m",
      urgent: false,
      summary: `Many look-ups in the cache of ${name} fail.`,
      description: "{{ $value | humanizePercentage }} of the look-ups of the last ten minutes failed.",
      runbook: "the-cache"
    }
  ];
}
function pipelineRules({ workload, namespace }, interval) {
  const { name } = workload;
  const job = [`namespace="${namespace}"`, `job="${name}"`];
  return [
    {
      alert: "PipelineBehind",
      // Also where it never pushed anything.
      expr: `(${sinceSuccess(job)}) > ${2 * interval} or absent(${series(
        "pipeline_last_success_timestamp_seconds",
        ...job
      )})`,
      for: "15m",
      urgent: true,
      summary: `${name} has not come to its end for two of its intervals.`,
      description: "What it writes is out of date.",
      runbook: "the-pipeline"
    },
    {
      alert: "PipelineRunFailed",
      expr: `sum(${series(
        "kube_job_status_failed",
        `namespace="${namespace}"`,
        `job_name=~"${name}-[0-9]+"`
      )}) > 0`,
      for: "1m",
      urgent: false,
      summary: `A run of ${name} failed.`,
      description: "The next one goes on from the last checkpoint.",
      runbook: "the-pipeline"
    },
    {
      alert: "PipelineRefusesRecords",
      expr: `${rejectedPart(job)} > 0.05`,
      for: "1m",
      urgent: false,
      summary: `${name} refuses many records.`,
      description: "{{ $value | humanizePercentage }} of the records of the last run did not pass the checks.",
      runbook: "the-pipeline"
    }
  ];
}
function alertRules(workload, namespace, interval) {
  const place = {
    workload,
    namespace,
    pods: podsOf(workload, namespace),
    names: metricNames(workload.language)
  };
  if (workload.kind === "pipeline") {
    return [...pipelineRules(place, interval), ...podRules(place)];
  }
  return [
    ...availabilityRules(place),
    ...httpRules(place),
    ...podRules(place),
    ...workload.database ? databaseRules(place) : [],
    ...workload.cache ? cacheRules(place, workload.cache) : []
  ];
}
var SLOW_BUDGET, BURNS;
var init_alertRules = __esm({
  "plugins/score-common/src/dashboard/alertRules.ts"() {
    "use strict";
    init_dependencySections();
    init_httpSection();
    init_metricNames();
    init_pipelineSections();
    init_saturationSection();
    init_selectors();
    SLOW_BUDGET = 0.05;
    BURNS = [
      { speed: "Fast", factor: 14.4, long: "1h", short: "5m", for: "2m" },
      { speed: "Slow", factor: 3, long: "1d", short: "2h", for: "1h" }
    ];
    __name(limit, "limit");
    __name(slowRatio, "slowRatio");
    __name(httpRules, "httpRules");
    __name(availabilityRules, "availabilityRules");
    __name(podRules, "podRules");
    __name(databaseRules, "databaseRules");
    __name(cacheRules, "cacheRules");
    __name(pipelineRules, "pipelineRules");
    __name(alertRules, "alertRules");
  }
});

// plugins/score-common/src/dashboard/panels.ts
function thresholdSteps({ threshold }) {
  if (!threshold) return [{ color: "green", value: null }];
  const [below, above] = threshold.bad === "above" ? ["green", "red"] : ["red", "green"];
  return [
    { color: below, value: null },
    { color: above, value: threshold.value }
  ];
}
function optionsOf({ type }) {
  return type === "stat" ? {
    colorMode: "value",
    graphMode: "area",
    reduceOptions: { calcs: ["lastNotNull"], fields: "", values: false },
    textMode: "auto"
  } : {
    legend: {
      calcs: ["mean", "max"],
      displayMode: "table",
      placement: "bottom",
      showLegend: true
    },
    tooltip: { mode: "multi", sort: "desc" }
  };
}
function unitOf({ unit }) {
  return unit === "cores" ? "none" : unit;
}
function panelJson(panel, id, gridPos) {
  const { type, title, description, max, threshold } = panel;
  return {
    id,
    type,
    title,
    description,
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: {
      defaults: {
        unit: unitOf(panel),
        min: 0,
        ...max !== void 0 && { max },
        color: { mode: type === "stat" ? "thresholds" : "palette-classic" },
        thresholds: { mode: "absolute", steps: thresholdSteps(panel) },
        ...type === "timeseries" && {
          custom: {
            drawStyle: "line",
            fillOpacity: 8,
            lineWidth: 1,
            showPoints: "never",
            spanNulls: false,
            thresholdsStyle: { mode: threshold ? "line" : "off" }
          }
        }
      },
      overrides: []
    },
    options: optionsOf(panel),
    targets: panel.queries.map(({ expr, legend }, index) => ({
      refId: String.fromCharCode("A".charCodeAt(0) + index),
      datasource: DATASOURCE,
      editorMode: "code",
      expr,
      legendFormat: legend,
      range: true
    }))
  };
}
function layOut(sections) {
  const placed = [];
  let y = 0;
  for (const { title, panels } of sections) {
    placed.push({
      id: placed.length + 1,
      type: "row",
      title,
      collapsed: false,
      gridPos: { h: 1, w: COLUMNS, x: 0, y },
      panels: []
    });
    y += 1;
    let x = 0;
    let height = 0;
    for (const panel of panels) {
      if (x + panel.width > COLUMNS) {
        x = 0;
        y += height;
        height = 0;
      }
      const h = HEIGHTS[panel.type];
      placed.push(
        panelJson(panel, placed.length + 1, { h, w: panel.width, x, y })
      );
      x += panel.width;
      height = Math.max(height, h);
    }
    y += height;
  }
  return placed;
}
var HEIGHTS, COLUMNS, DATASOURCE;
var init_panels = __esm({
  "plugins/score-common/src/dashboard/panels.ts"() {
    "use strict";
    HEIGHTS = { timeseries: 8, stat: 4 };
    COLUMNS = 24;
    DATASOURCE = { type: "prometheus", uid: "${datasource}" };
    __name(thresholdSteps, "thresholdSteps");
    __name(optionsOf, "optionsOf");
    __name(unitOf, "unitOf");
    __name(panelJson, "panelJson");
    __name(layOut, "layOut");
  }
});

// plugins/score-common/src/dashboard/runtimeSection.ts
function runtimeSection(language, pods) {
  const selected = /* @__PURE__ */ __name((metric) => series(metric, ...pods), "selected");
  return {
    title: TITLES[language],
    panels: CHARTS[language].map(
      ([title, description, unit, expr]) => ({
        type: "timeseries",
        width: 12,
        title,
        description,
        unit,
        queries: [{ expr: expr(selected), legend: "{{pod}}" }]
      })
    )
  };
}
var byPod, rateByPod, NODE, CHARTS, TITLES;
var init_runtimeSection = __esm({
  "plugins/score-common/src/dashboard/runtimeSection.ts"() {
    "use strict";
    init_selectors();
    byPod = /* @__PURE__ */ __name((metric) => (selected) => `sum by (pod) (${selected(metric)})`, "byPod");
    rateByPod = /* @__PURE__ */ __name((metric) => (selected) => `sum by (pod) (rate(${selected(metric)}[$__rate_interval]))`, "rateByPod");
    NODE = [
      [
        "Event loop lag, 99th percentile",
        "How late timers run: the program is busy with something that does not let others through.",
        "s",
        byPod("nodejs_eventloop_lag_p99_seconds")
      ],
      [
        "Heap in use",
        "Memory of JavaScript objects.",
        "bytes",
        byPod("nodejs_heap_size_used_bytes")
      ],
      [
        "Time in garbage collection",
        "Seconds a second spent on it.",
        "percentunit",
        rateByPod("nodejs_gc_duration_seconds_sum")
      ],
      [
        "Open handles",
        "Sockets, timers and files that are open; it should not only grow.",
        "short",
        byPod("nodejs_active_handles_total")
      ]
    ];
    CHARTS = {
      typescript: NODE,
      react: NODE,
      go: [
        [
          "Goroutines",
          "What runs at the same time; it should not only grow.",
          "short",
          byPod("go_goroutines")
        ],
        [
          "Heap in use",
          "Memory of live objects and those not collected yet.",
          "bytes",
          byPod("go_memstats_heap_inuse_bytes")
        ],
        [
          "Time in garbage collection",
          "Seconds a second in which the program stood still for it.",
          "percentunit",
          rateByPod("go_gc_duration_seconds_sum")
        ],
        [
          "Open files",
          "Sockets and files that are open.",
          "short",
          byPod("process_open_fds")
        ]
      ],
      java: [
        [
          "Heap in use",
          "Memory of live objects and those not collected yet.",
          "bytes",
          byPod('jvm_memory_used_bytes{area="heap"}')
        ],
        [
          "Time in garbage collection",
          "Seconds a second in which the program stood still for it.",
          "percentunit",
          rateByPod("jvm_gc_pause_seconds_sum")
        ],
        [
          "Threads",
          "Threads that live; it should not only grow.",
          "short",
          byPod("jvm_threads_live_threads")
        ],
        [
          "Classes",
          "Classes that are loaded; it should not only grow.",
          "short",
          byPod("jvm_classes_loaded_classes")
        ]
      ],
      python: [
        [
          "Memory of the process",
          "What the process holds, with its libraries.",
          "bytes",
          byPod("process_resident_memory_bytes")
        ],
        [
          "CPU of the process",
          "CPUs in use; Python code uses one at most.",
          "cores",
          rateByPod("process_cpu_seconds_total")
        ],
        [
          "Garbage collections",
          "Collections a second, of all generations.",
          "ops",
          rateByPod("python_gc_collections_total")
        ],
        [
          "Open files",
          "Sockets and files that are open.",
          "short",
          byPod("process_open_fds")
        ]
      ]
    };
    TITLES = {
      typescript: "Node.js",
      react: "Node.js",
      go: "Go",
      java: "Java",
      python: "Python"
    };
    __name(runtimeSection, "runtimeSection");
  }
});

// plugins/score-common/src/dashboard/renderDashboard.ts
function sectionsOf(workload) {
  const { name, language, kind, database, cache } = workload;
  const names = metricNames(language);
  const pods = podsOf(workload, NAMESPACE);
  if (kind === "pipeline") {
    const job = [`namespace="${NAMESPACE}"`, `job="${name}"`];
    return [
      ...pipelineSections(job, workload.interval ?? DEFAULT_INTERVAL),
      saturationSection(pods)
    ];
  }
  return [
    { title: "Overview", panels: httpStats(names, pods) },
    httpSection(names, pods),
    ...database ? [databaseSection(names, pods)] : [],
    ...cache ? [
      cacheSection({
        ...{ names, pods, namespace: NAMESPACE },
        claim: cache
      })
    ] : [],
    saturationSection(pods),
    runtimeSection(language, pods)
  ];
}
function variables({ environments }) {
  const namespaces = environments.map((it) => it.namespace);
  const shown = environments.find((it) => it.production)?.namespace ?? namespaces[0] ?? "";
  return [
    {
      name: "datasource",
      type: "datasource",
      label: "Data source",
      query: "prometheus",
      current: {},
      hide: 0,
      includeAll: false,
      multi: false,
      options: [],
      refresh: 1,
      regex: ""
    },
    {
      name: "namespace",
      type: "custom",
      label: "Namespace",
      query: namespaces.join(","),
      current: { selected: true, text: shown, value: shown },
      hide: 0,
      includeAll: false,
      multi: false,
      options: namespaces.map((it) => ({
        selected: it === shown,
        text: it,
        value: it
      }))
    }
  ];
}
function annotations2({ name, kind }) {
  const object = kind === "pipeline" ? series(
    "kube_cronjob_status_last_schedule_time",
    `namespace="${NAMESPACE}"`,
    `cronjob="${name}"`
  ) : series(
    "kube_deployment_status_observed_generation",
    `namespace="${NAMESPACE}"`,
    `deployment="${name}"`
  );
  return [
    {
      builtIn: 1,
      datasource: { type: "grafana", uid: "-- Grafana --" },
      enable: true,
      hide: true,
      iconColor: "rgba(0, 211, 255, 1)",
      name: "Annotations & Alerts",
      type: "dashboard"
    },
    {
      datasource: { type: "prometheus", uid: "${datasource}" },
      enable: true,
      expr: `changes(${object}[2m]) > 0`,
      iconColor: "purple",
      name: kind === "pipeline" ? "Runs" : "Deployments",
      step: "60s",
      titleFormat: kind === "pipeline" ? "A run began" : "Rolled out"
    }
  ];
}
function links({ runbookUrl, pageUrl }) {
  const all = [
    ["Portal", pageUrl],
    ["Runbook", runbookUrl]
  ];
  return all.flatMap(
    ([title, url]) => url ? [
      {
        title,
        url,
        type: "link",
        icon: "external link",
        targetBlank: true,
        tags: []
      }
    ] : []
  );
}
function renderDashboard(workload) {
  const { name, owner, kind } = workload;
  const dashboard = {
    // At most 40 letters, and the same for ever, so that links stay right.
    uid: `cairn-${contentHash([owner, name])}`,
    title: `${name} (${owner})`,
    description: `${KINDS2[kind]} of ${name}, which belongs to ${owner}.`,
    tags: ["cairn", kind, owner],
    editable: true,
    graphTooltip: 1,
    schemaVersion: SCHEMA_VERSION,
    time: { from: "now-6h", to: "now" },
    timezone: "browser",
    refresh: "1m",
    annotations: { list: annotations2(workload) },
    links: links(workload),
    templating: { list: variables(workload) },
    panels: layOut(sectionsOf(workload))
  };
  return `${JSON.stringify(dashboard, void 0, 2)}
`;
}
var SCHEMA_VERSION, NAMESPACE, DEFAULT_INTERVAL, KINDS2;
var init_renderDashboard = __esm({
  "plugins/score-common/src/dashboard/renderDashboard.ts"() {
    "use strict";
    init_contentHash();
    init_dependencySections();
    init_httpSection();
    init_metricNames();
    init_panels();
    init_pipelineSections();
    init_runtimeSection();
    init_saturationSection();
    init_selectors();
    SCHEMA_VERSION = 39;
    NAMESPACE = "$namespace";
    DEFAULT_INTERVAL = 86400;
    KINDS2 = {
      service: "Requests, dependencies and saturation",
      website: "Requests and saturation",
      pipeline: "Runs and saturation"
    };
    __name(sectionsOf, "sectionsOf");
    __name(variables, "variables");
    __name(annotations2, "annotations");
    __name(links, "links");
    __name(renderDashboard, "renderDashboard");
  }
});

// plugins/score-common/src/dashboard/renderAlerts.ts
function renderAlerts(workload) {
  const { name, owner, interval = DEFAULT_INTERVAL, runbookUrl } = workload;
  return manifestsToYaml(
    workload.environments.map((environment2) => ({
      apiVersion: "monitoring.coreos.com/v1",
      kind: "PrometheusRule",
      metadata: {
        name,
        namespace: environment2.namespace,
        labels: {
          "app.kubernetes.io/name": name,
          "app.kubernetes.io/managed-by": "cairn",
          [OWNER_LABEL]: owner
        }
      },
      spec: {
        groups: [
          {
            name: `${name}.${environment2.name}`,
            rules: alertRules(workload, environment2.namespace, interval).map(
              ({ urgent, summary, description, runbook, ...rule }) => ({
                ...rule,
                labels: {
                  severity: urgent && environment2.production ? "page" : "ticket",
                  service: name,
                  owner,
                  environment: environment2.name,
                  namespace: environment2.namespace
                },
                annotations: {
                  summary,
                  description,
                  ...runbookUrl && {
                    runbook_url: `${runbookUrl}#${runbook}`
                  }
                }
              })
            )
          }
        ]
      }
    }))
  );
}
var init_renderAlerts = __esm({
  "plugins/score-common/src/dashboard/renderAlerts.ts"() {
    "use strict";
    init_src2();
    init_canonical();
    init_alertRules();
    init_renderDashboard();
    __name(renderAlerts, "renderAlerts");
  }
});

// plugins/score-common/src/dashboard/scheduleInterval.ts
function step(field, whole) {
  const every = /^\*\/(\d+)$/.exec(field);
  if (every) return Math.min(Math.max(Number(every[1]), 1), whole);
  if (field === "*") return void 0;
  return whole / Math.min(field.split(",").length, whole);
}
function scheduleInterval(schedule) {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = schedule.trim().split(/\s+/);
  if (month !== "*") return 366 * DAY;
  if (day !== "*") return Math.round((step(day, 31) ?? 1) * DAY);
  if (weekday !== "*") {
    return /^(1-5|MON-FRI)$/i.test(weekday) ? 3 * DAY : 7 * DAY;
  }
  if (hour !== "*") return Math.round((step(hour, 24) ?? 1) * 3600);
  return Math.round((step(minute, 60) ?? 1) * 60);
}
var DAY;
var init_scheduleInterval = __esm({
  "plugins/score-common/src/dashboard/scheduleInterval.ts"() {
    "use strict";
    DAY = 86400;
    __name(step, "step");
    __name(scheduleInterval, "scheduleInterval");
  }
});

// plugins/score-common/src/dashboard/observabilityFiles.ts
function annotation(workload, name) {
  const value = ownField(workload.metadata.annotations, name);
  return typeof value === "string" ? value : void 0;
}
function claimOf({ metadata, resources }, ...types) {
  const found = Object.entries(resources ?? {}).find(
    ([, { type }]) => types.includes(type)
  );
  return found && (found[1].id?.replaceAll(".", "-") ?? `${metadata.name}-${found[0]}`);
}
function kindOf(workload, language) {
  const kind = annotation(workload, "score.cairn.dev/kind") ?? annotation(workload, "k8s.score.dev/kind");
  if (kind === "CronJob") return "pipeline";
  return language === "react" ? "website" : "service";
}
function observabilityFiles(options2) {
  const { workload, owner, language, portalUrl } = options2;
  const { name } = workload.metadata;
  const component = options2.component ?? name;
  const schedule = annotation(workload, "score.cairn.dev/schedule");
  const database = claimOf(workload, "postgres", "mysql");
  const cache = claimOf(workload, "redis");
  const portal = portalUrl?.replace(/\/+$/, "");
  const watched = {
    name,
    owner,
    language,
    kind: kindOf(workload, language),
    environments: options2.environments ?? ["dev", "prod"].map((it) => standardEnvironment({ name: it, owner })),
    ...database !== void 0 && { database: true },
    ...cache && { cache },
    ...schedule && { interval: scheduleInterval(schedule) },
    ...portal && {
      pageUrl: `${portal}/catalog/default/component/${component}`,
      runbookUrl: `${portal}/docs/default/component/${component}/runbook/`
    }
  };
  return [
    { path: "observability/dashboard.json", content: renderDashboard(watched) },
    { path: "observability/alerts.yaml", content: renderAlerts(watched) }
  ];
}
var init_observabilityFiles = __esm({
  "plugins/score-common/src/dashboard/observabilityFiles.ts"() {
    "use strict";
    init_json();
    init_render();
    init_renderAlerts();
    init_renderDashboard();
    init_scheduleInterval();
    __name(annotation, "annotation");
    __name(claimOf, "claimOf");
    __name(kindOf, "kindOf");
    __name(observabilityFiles, "observabilityFiles");
  }
});

// plugins/score-common/src/dashboard/index.ts
var init_dashboard = __esm({
  "plugins/score-common/src/dashboard/index.ts"() {
    "use strict";
    init_observabilityFiles();
  }
});

// plugins/score-common/src/diff/index.ts
var init_diff = __esm({
  "plugins/score-common/src/diff/index.ts"() {
    "use strict";
  }
});

// plugins/score-common/src/overrides/index.ts
var init_overrides = __esm({
  "plugins/score-common/src/overrides/index.ts"() {
    "use strict";
  }
});

// plugins/score-common/src/parse/index.ts
var init_parse = __esm({
  "plugins/score-common/src/parse/index.ts"() {
    "use strict";
    init_parseScore();
  }
});

// plugins/score-common/src/resources/builtIns.ts
function builtIn(type, title, description, outputs, className = "default") {
  return {
    type,
    class: className,
    title,
    description,
    by: { kind: "built-in" },
    outputs
  };
}
var BUILT_IN_PROVISIONERS;
var init_builtIns = __esm({
  "plugins/score-common/src/resources/builtIns.ts"() {
    "use strict";
    __name(builtIn, "builtIn");
    BUILT_IN_PROVISIONERS = [
      builtIn("dns", "Host name", "A host below the environment's domain.", [
        "host",
        "url"
      ]),
      builtIn(
        "route",
        "Route",
        "Lets requests for a host and path in. Parameters: host, path (/), port (number or name of a service port).",
        []
      ),
      builtIn(
        "service",
        "Another service",
        "A workload of the same team. Parameter: name (that of the resource).",
        ["host", "name"]
      ),
      builtIn(
        "volume",
        "Disk",
        "A disk for each pod of a StatefulSet. Parameters: size (1Gi), storageClass.",
        []
      ),
      builtIn(
        "volume",
        "Scratch disk",
        "Space that is gone with the pod. Parameter: size (1Gi).",
        [],
        "ephemeral"
      )
    ];
  }
});

// plugins/score-common/src/resources/provisionersOf.ts
function unavailableReason(xrd, offering) {
  const known = xrd.status !== void 0 || offering.scope === "Cluster";
  return known && !offering.available ? offering.reason : void 0;
}
function isProvided(entry, offering) {
  return Object.entries(offering.provided ?? {}).every(
    ([field, values]) => entry.spec[field] === void 0 || values.includes(String(entry.spec[field]))
  );
}
function readEntries(text3) {
  let value;
  try {
    value = (0, import_yaml5.parse)(text3);
  } catch (error) {
    if (!(error instanceof import_yaml5.YAMLParseError)) {
      throw error;
    }
    return "is not YAML";
  }
  const result = annotationSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    return `is not a list of resources: ${issue.path.join(".")} ${issue.message}`;
  }
  for (const { variables: variables2, outputs } of result.data) {
    const known = Object.keys(outputs ?? {});
    const unknown = Object.values(variables2).flatMap(tokenize).find((it) => it.kind === "placeholder" && !known.includes(it.parts[0]));
    if (unknown?.kind === "placeholder") {
      return `has a variable with ${unknown.raw}, which is none of its outputs`;
    }
  }
  return result.data;
}
function provisionerOf(entry, offering) {
  const keys = offering.connectionKeys ?? [];
  const connectionKeys = entry.outputs ?? Object.fromEntries(keys.map((key) => [key, key]));
  const description = entry.description ?? offering.description;
  return {
    type: entry.type,
    class: entry.class,
    title: offering.title,
    ...description && { description },
    by: {
      kind: "claim",
      offering: offering.id,
      apiVersion: `${offering.group}/${offering.version}`,
      claimKind: offering.kind,
      specSchema: offering.specSchema,
      spec: entry.spec,
      connectionKeys,
      variables: entry.variables
    },
    outputs: Object.keys(connectionKeys).sort(compareText)
  };
}
function provisionersOf(options2) {
  const { xrds, compositions = [] } = options2;
  const found = new Map(
    BUILT_IN_PROVISIONERS.map((it) => [`${it.type}/${it.class}`, it])
  );
  const problems = [];
  const inOrder = [...xrds].sort(
    (a, b) => compareText(a.metadata.name, b.metadata.name)
  );
  for (const xrd of inOrder) {
    const text3 = xrd.metadata.annotations?.[SCORE_RESOURCES_ANNOTATION];
    if (text3 === void 0) {
      continue;
    }
    const { name } = xrd.metadata;
    const offering = parseOffering({ cluster: "", xrd, compositions });
    const entries = readEntries(text3);
    const reason = offering ? unavailableReason(xrd, offering) : `It lacks the label ${OFFERING_LABEL}, a kind or a served version.`;
    if (typeof entries === "string") {
      problems.push(
        `${name} offers nothing to workloads: its annotation ${SCORE_RESOURCES_ANNOTATION} ${entries}.`
      );
    } else if (!offering || reason !== void 0) {
      problems.push(`${name} offers nothing to workloads. ${reason}`);
    } else {
      for (const entry of entries.filter((it) => isProvided(it, offering))) {
        const id = `${entry.type}/${entry.class}`;
        const taken = found.get(id);
        if (taken) {
          problems.push(
            `${name} offers ${id}, which ${taken.by.kind === "claim" ? taken.by.offering : "the renderer"} offers already.`
          );
        } else {
          found.set(id, provisionerOf(entry, offering));
        }
      }
    }
  }
  const items = [...found.entries()].sort(([a], [b]) => compareText(a, b)).map(([, it]) => it);
  return { items, problems };
}
var import_yaml5, import_zod8, texts, annotationSchema;
var init_provisionersOf = __esm({
  "plugins/score-common/src/resources/provisionersOf.ts"() {
    "use strict";
    init_src4();
    init_src2();
    import_yaml5 = require("yaml");
    import_zod8 = require("zod");
    init_json();
    init_tokenize();
    init_annotations3();
    init_builtIns();
    texts = import_zod8.z.record(import_zod8.z.string(), import_zod8.z.string());
    annotationSchema = import_zod8.z.array(
      import_zod8.z.strictObject({
        type: import_zod8.z.string().min(1),
        class: import_zod8.z.string().min(1).default(DEFAULT_CLASS),
        description: import_zod8.z.string().optional(),
        spec: import_zod8.z.record(import_zod8.z.string(), import_zod8.z.unknown()).default({}),
        outputs: texts.optional(),
        variables: texts.default({})
      })
    ).min(1);
    __name(unavailableReason, "unavailableReason");
    __name(isProvided, "isProvided");
    __name(readEntries, "readEntries");
    __name(provisionerOf, "provisionerOf");
    __name(provisionersOf, "provisionersOf");
  }
});

// plugins/score-common/src/resources/index.ts
var init_resources = __esm({
  "plugins/score-common/src/resources/index.ts"() {
    "use strict";
    init_provisionersOf();
  }
});

// plugins/score-common/src/types.ts
var init_types4 = __esm({
  "plugins/score-common/src/types.ts"() {
    "use strict";
  }
});

// plugins/score-common/src/index.ts
var init_src5 = __esm({
  "plugins/score-common/src/index.ts"() {
    "use strict";
    init_dashboard();
    init_diff();
    init_overrides();
    init_parse();
    init_render();
    init_resources();
    init_types4();
  }
});

// plugins/golden-paths-common/src/files/manifestFiles.ts
function deployFolder(environment2) {
  return `deploy/${environment2}`;
}
function manifestFiles(options2) {
  return options2.manifests.map((manifest) => ({
    path: `${deployFolder(options2.environment)}/${[
      manifest.kind,
      manifest.metadata.name
    ].join("-").toLowerCase()}.yaml`,
    content: manifestsToYaml([manifest])
  })).sort((one, other) => one.path < other.path ? -1 : 1);
}
var init_manifestFiles = __esm({
  "plugins/golden-paths-common/src/files/manifestFiles.ts"() {
    "use strict";
    init_src5();
    __name(deployFolder, "deployFolder");
    __name(manifestFiles, "manifestFiles");
  }
});

// plugins/golden-paths-common/src/files/platformFile.ts
function renderPlatformFile(file) {
  const { owner, component, images, environments, provisioners } = file;
  const part = /* @__PURE__ */ __name((value) => (0, import_yaml6.stringify)(value, {
    sortMapEntries: true,
    lineWidth: 0,
    aliasDuplicateObjects: false
  }), "part");
  return [
    HEADER,
    part({ apiVersion: "cairn.dev/v1alpha1" }),
    part({ kind: "RenderSettings" }),
    part({ owner }),
    ...component ? [part({ component })] : [],
    ...images && Object.keys(images).length > 0 ? [part({ images })] : [],
    part({ environments }),
    part({ provisioners })
  ].join("");
}
var import_yaml6, import_zod9, PLATFORM_FILE, HEADER, environment, provisioner, platformFileSchema;
var init_platformFile = __esm({
  "plugins/golden-paths-common/src/files/platformFile.ts"() {
    "use strict";
    import_yaml6 = require("yaml");
    import_zod9 = require("zod");
    PLATFORM_FILE = ".cairn/platform.yaml";
    HEADER = `# What the platform offers and how its environments are set up, as of the last update of the golden path.
# \`cairn score render\` makes deploy/ from score.yaml, overrides/ and this file, anywhere and without asking anybody.
`;
    environment = import_zod9.z.object({
      name: import_zod9.z.string().min(1),
      namespace: import_zod9.z.string().min(1),
      production: import_zod9.z.boolean(),
      domain: import_zod9.z.string().min(1),
      replicas: import_zod9.z.object({
        min: import_zod9.z.number().int().nonnegative(),
        max: import_zod9.z.number().int().positive()
      }),
      logLevel: import_zod9.z.string().min(1),
      telemetry: import_zod9.z.object({ endpoint: import_zod9.z.string(), sampleRatio: import_zod9.z.number() }),
      ingress: import_zod9.z.object({
        className: import_zod9.z.string(),
        namespace: import_zod9.z.string(),
        clusterIssuer: import_zod9.z.string().optional()
      }),
      monitoringNamespace: import_zod9.z.string()
    });
    provisioner = import_zod9.z.object({
      type: import_zod9.z.string().min(1),
      class: import_zod9.z.string().min(1),
      title: import_zod9.z.string(),
      description: import_zod9.z.string().optional(),
      by: import_zod9.z.discriminatedUnion("kind", [
        import_zod9.z.object({
          kind: import_zod9.z.literal("claim"),
          offering: import_zod9.z.string(),
          apiVersion: import_zod9.z.string(),
          claimKind: import_zod9.z.string(),
          specSchema: import_zod9.z.record(import_zod9.z.string(), import_zod9.z.unknown()),
          spec: import_zod9.z.record(import_zod9.z.string(), import_zod9.z.unknown()),
          connectionKeys: import_zod9.z.record(import_zod9.z.string(), import_zod9.z.string()),
          variables: import_zod9.z.record(import_zod9.z.string(), import_zod9.z.string())
        }),
        import_zod9.z.object({ kind: import_zod9.z.literal("built-in") })
      ]),
      outputs: import_zod9.z.array(import_zod9.z.string())
    });
    platformFileSchema = import_zod9.z.object({
      apiVersion: import_zod9.z.literal("cairn.dev/v1alpha1"),
      kind: import_zod9.z.literal("RenderSettings"),
      owner: import_zod9.z.string().min(1),
      component: import_zod9.z.string().min(1).optional(),
      images: import_zod9.z.record(import_zod9.z.string(), import_zod9.z.string()).optional(),
      environments: import_zod9.z.array(environment).min(1),
      provisioners: import_zod9.z.array(provisioner)
    });
    __name(renderPlatformFile, "renderPlatformFile");
  }
});

// plugins/golden-paths-common/src/files/renderDeploy.ts
function sameProblem(one, other) {
  return one.file === other.file && one.line === other.line && one.column === other.column && one.message === other.message;
}
function renderDeploy(options2) {
  const { score, scoreFile, platform, overrides, files } = options2;
  const wanted = platform.environments.filter(
    ({ name }) => !options2.environment || name === options2.environment
  );
  const problems = [];
  const made = wanted.flatMap((environment2) => {
    const override = overrides[environment2.name];
    const rendering = renderScore({
      text: score,
      ...scoreFile && { file: scoreFile },
      environment: environment2,
      owner: platform.owner,
      ...platform.component && { component: platform.component },
      provisioners: platform.provisioners,
      ...platform.images && { images: platform.images },
      ...files && { files },
      ...override !== void 0 && { overrides: override }
    });
    for (const problem2 of rendering.problems) {
      if (!problems.some((known) => sameProblem(known, problem2))) {
        problems.push(problem2);
      }
    }
    return manifestFiles({
      environment: environment2.name,
      manifests: rendering.manifests
    });
  });
  return {
    files: problems.some(({ severity }) => severity === "error") ? [] : made,
    problems
  };
}
var init_renderDeploy = __esm({
  "plugins/golden-paths-common/src/files/renderDeploy.ts"() {
    "use strict";
    init_src5();
    init_manifestFiles();
    __name(sameProblem, "sameProblem");
    __name(renderDeploy, "renderDeploy");
  }
});

// plugins/golden-paths-common/src/files/templateFile.ts
function parseTemplateFile(text3) {
  let value;
  try {
    value = (0, import_yaml7.parse)(text3, { maxAliasCount: 100 });
  } catch {
    return { problem: `${TEMPLATE_FILE} is no valid YAML.` };
  }
  const parsed = templateFileSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const field = issue?.path.join(".") ?? "";
    return {
      problem: `${TEMPLATE_FILE} cannot be used: ${field || "it"} ${issue?.message ?? "is not right"}.`
    };
  }
  const { template, version, values } = parsed.data;
  return { file: { template, version, values } };
}
function renderTemplateFile(file) {
  const { template, version, values } = file;
  const part = /* @__PURE__ */ __name((value) => (0, import_yaml7.stringify)(value, { sortMapEntries: true, lineWidth: 0 }), "part");
  return [
    HEADER2,
    part({ apiVersion: "cairn.dev/v1alpha1" }),
    part({ kind: "ScaffoldedFrom" }),
    part({ template }),
    part({ version }),
    part({ values })
  ].join("");
}
var import_yaml7, import_zod10, TEMPLATE_FILE, HEADER2, json, templateFileSchema;
var init_templateFile = __esm({
  "plugins/golden-paths-common/src/files/templateFile.ts"() {
    "use strict";
    import_yaml7 = require("yaml");
    import_zod10 = require("zod");
    init_scaffoldedFrom();
    init_versions();
    TEMPLATE_FILE = ".cairn/template.yaml";
    HEADER2 = `# What this repository was made from. The portal reads it to bring newer versions of the golden path as
# pull requests; keep it, and do not edit it by hand.
`;
    json = import_zod10.z.lazy(
      () => import_zod10.z.union([
        import_zod10.z.string(),
        import_zod10.z.number(),
        import_zod10.z.boolean(),
        import_zod10.z.null(),
        import_zod10.z.array(json),
        import_zod10.z.record(import_zod10.z.string(), json)
      ])
    );
    templateFileSchema = import_zod10.z.object({
      apiVersion: import_zod10.z.literal("cairn.dev/v1alpha1"),
      kind: import_zod10.z.literal("ScaffoldedFrom"),
      /** For example `template:default/nodejs-service`. */
      template: import_zod10.z.string().refine((text3) => {
        const found = parseScaffoldedFrom(text3);
        return found !== void 0 && found.version === void 0;
      }, "must be the reference of a template, such as template:default/nodejs-service"),
      version: import_zod10.z.string().refine(isVersion, "must be a version such as 1.0.0"),
      /** What the skeleton was rendered with. */
      values: import_zod10.z.record(import_zod10.z.string(), json)
    });
    __name(parseTemplateFile, "parseTemplateFile");
    __name(renderTemplateFile, "renderTemplateFile");
  }
});

// plugins/golden-paths-common/src/files/index.ts
var init_files = __esm({
  "plugins/golden-paths-common/src/files/index.ts"() {
    "use strict";
    init_platformFile();
    init_renderDeploy();
    init_templateFile();
  }
});

// plugins/golden-paths-common/src/merge/index.ts
var init_merge = __esm({
  "plugins/golden-paths-common/src/merge/index.ts"() {
    "use strict";
  }
});

// plugins/golden-paths-common/src/permissions.ts
var import_plugin_permission_common2, RESOURCE_TYPE_SCAFFOLDED_SERVICE, goldenPathReadPermission, nameCheckPermission, catalogValidatePermission, serviceUpdatePermission;
var init_permissions2 = __esm({
  "plugins/golden-paths-common/src/permissions.ts"() {
    "use strict";
    import_plugin_permission_common2 = require("@backstage/plugin-permission-common");
    RESOURCE_TYPE_SCAFFOLDED_SERVICE = "golden-paths-service";
    goldenPathReadPermission = (0, import_plugin_permission_common2.createPermission)({
      name: "golden-paths.path.read",
      attributes: { action: "read" }
    });
    nameCheckPermission = (0, import_plugin_permission_common2.createPermission)({
      name: "golden-paths.name.check",
      attributes: { action: "read" }
    });
    catalogValidatePermission = (0, import_plugin_permission_common2.createPermission)({
      name: "golden-paths.catalog.validate",
      attributes: { action: "read" }
    });
    serviceUpdatePermission = (0, import_plugin_permission_common2.createPermission)({
      name: "golden-paths.service.update",
      attributes: { action: "update" },
      resourceType: RESOURCE_TYPE_SCAFFOLDED_SERVICE
    });
  }
});

// plugins/golden-paths-common/src/prices/index.ts
var init_prices = __esm({
  "plugins/golden-paths-common/src/prices/index.ts"() {
    "use strict";
  }
});

// plugins/golden-paths-common/src/types.ts
var init_types5 = __esm({
  "plugins/golden-paths-common/src/types.ts"() {
    "use strict";
  }
});

// plugins/golden-paths-common/src/index.ts
var init_src6 = __esm({
  "plugins/golden-paths-common/src/index.ts"() {
    "use strict";
    init_annotations2();
    init_catalog();
    init_files();
    init_merge();
    init_paths();
    init_permissions2();
    init_prices();
    init_types5();
    init_versions();
  }
});

// plugins/golden-paths-node/src/path/renderManifests.ts
function describe2({ file, line, column, ...rest }) {
  const { field, message, mend } = rest;
  const at = field === "" ? "" : ` ${field}:`;
  return `${file}:${line}:${column}${at} ${message} ${mend}`;
}
function fail2(problems) {
  const errors = problems.filter(({ severity }) => severity === "error");
  throw new import_errors21.InputError(errors.map(describe2).join("\n"));
}
function imagesOf(workload, options2) {
  const left = Object.entries(workload.containers).filter(
    ([, { image }]) => image === LEFT_TO_PIPELINE2
  );
  return {
    ...Object.fromEntries(left.map(([name]) => [name, options2.image])),
    ...options2.images
  };
}
function renderManifests(options2) {
  const { owner, environments = DEFAULT_ENVIRONMENTS } = options2;
  const texts2 = new Map(
    options2.files.map(({ path, content }) => [path, content.toString("utf8")])
  );
  const score = texts2.get("score.yaml");
  if (score === void 0) {
    throw new import_errors21.InputError(
      "There is no score.yaml. The manifests are rendered from it; put one into the skeleton."
    );
  }
  const { workload, problems: broken } = parseScore({ text: score });
  if (!workload) {
    return fail2(broken);
  }
  const types = new Set(
    Object.values(workload.resources ?? {}).map(({ type }) => type)
  );
  const platform = {
    owner,
    images: imagesOf(workload, options2),
    environments: environments.map(
      (name) => standardEnvironment({ name, owner })
    ),
    // Only what it uses: the file is kept in the repository.
    provisioners: options2.provisioners.filter(({ type }) => types.has(type))
  };
  const overrides = Object.fromEntries(
    environments.map((name) => [name, texts2.get(`overrides/${name}.yaml`)])
  );
  const { files, problems } = renderDeploy({
    score,
    platform: { ...platform, provisioners: [...options2.provisioners] },
    overrides,
    files: Object.fromEntries(texts2)
  });
  if (problems.some(({ severity }) => severity === "error")) {
    fail2(problems);
  }
  const made = [
    ...files,
    { path: PLATFORM_FILE, content: renderPlatformFile(platform) }
  ];
  return {
    files: made.map(({ path, content }) => ({
      path,
      content: Buffer.from(content, "utf8"),
      executable: false
    })),
    warnings: problems.map(describe2),
    workload
  };
}
var import_errors21, DEFAULT_ENVIRONMENTS, LEFT_TO_PIPELINE2;
var init_renderManifests = __esm({
  "plugins/golden-paths-node/src/path/renderManifests.ts"() {
    "use strict";
    import_errors21 = require("@backstage/errors");
    init_src6();
    init_src5();
    DEFAULT_ENVIRONMENTS = ["dev", "prod"];
    LEFT_TO_PIPELINE2 = ".";
    __name(describe2, "describe");
    __name(fail2, "fail");
    __name(imagesOf, "imagesOf");
    __name(renderManifests, "renderManifests");
  }
});

// plugins/golden-paths-node/src/path/renderObservability.ts
function renderObservability(options2) {
  const { files, owner, component, portalUrl } = options2;
  const { environments = DEFAULT_ENVIRONMENTS } = options2;
  const language = LANGUAGES.find((it) => it === options2.language);
  if (!language) {
    throw new import_errors22.InputError(
      `There is no dashboard for the language "${options2.language}". Use one of ${LANGUAGES.join(", ")}.`
    );
  }
  const score = files.find(({ path }) => path === "score.yaml");
  const { workload } = parseScore({
    text: score?.content.toString("utf8") ?? ""
  });
  if (!workload) {
    throw new import_errors22.InputError(
      "The dashboard is made from score.yaml, which is missing or cannot be read. The step cairn:score:render says what is wrong with it."
    );
  }
  return observabilityFiles({
    workload,
    owner,
    component,
    language,
    environments: environments.map(
      (name) => standardEnvironment({ name, owner })
    ),
    ...portalUrl && { portalUrl }
  }).map(({ path, content }) => ({
    path,
    content: Buffer.from(content, "utf8"),
    executable: false
  }));
}
var import_errors22, LANGUAGES;
var init_renderObservability = __esm({
  "plugins/golden-paths-node/src/path/renderObservability.ts"() {
    "use strict";
    import_errors22 = require("@backstage/errors");
    init_src5();
    init_renderManifests();
    LANGUAGES = [
      "typescript",
      "react",
      "go",
      "java",
      "python"
    ];
    __name(renderObservability, "renderObservability");
  }
});

// plugins/golden-paths-node/src/path/index.ts
var init_path = __esm({
  "plugins/golden-paths-node/src/path/index.ts"() {
    "use strict";
    init_deriveValues();
    init_renderManifests();
    init_renderObservability();
  }
});

// plugins/golden-paths-node/src/types.ts
var init_types6 = __esm({
  "plugins/golden-paths-node/src/types.ts"() {
    "use strict";
  }
});

// plugins/golden-paths-node/src/index.ts
var init_src7 = __esm({
  "plugins/golden-paths-node/src/index.ts"() {
    "use strict";
    init_forges();
    init_git();
    init_path();
    init_skeleton();
    init_types6();
  }
});

// plugins/scaffolder-backend-module-golden-path/src/claims/wantedResources.ts
function wantedResources(input) {
  const { database = NONE, cache = NONE, resources = [] } = input;
  const sized = /* @__PURE__ */ __name((resource2, type, size) => size === NONE || size === "" ? [] : [{ resource: resource2, type, params: { size } }], "sized");
  return [
    ...sized("db", "postgres", database),
    ...sized("cache", "redis", cache),
    ...resources
  ];
}
function hasSecretRef(schema) {
  const { properties } = schema;
  return typeof properties === "object" && properties !== null && "writeConnectionSecretToRef" in properties;
}
function claimOf2(wanted, options2) {
  const { resource: resource2, type, class: wantedClass = "default", params } = wanted;
  const { component, provisioners } = options2;
  const found = provisioners.find(
    (it) => it.type === type && it.class === wantedClass
  );
  if (found?.by.kind !== "claim") {
    const offered = provisioners.filter((it) => it.by.kind === "claim").map(
      (it) => it.class === "default" ? it.type : `${it.type} (${it.class})`
    );
    throw new import_errors23.InputError(
      `The platform does not offer ${type}${wanted.class ? ` (${wanted.class})` : ""} just now. It offers: ${offered.join(", ") || "nothing"}.`
    );
  }
  const { offering, claimKind, spec: own, specSchema } = found.by;
  const name = `${component}-${resource2}`;
  const spec = { ...params, ...own };
  return {
    offering,
    kind: claimKind,
    name,
    spec: hasSecretRef(specSchema) ? { writeConnectionSecretToRef: { name: `${name}-connection` }, ...spec } : spec
  };
}
var import_errors23, NONE;
var init_wantedResources = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/claims/wantedResources.ts"() {
    "use strict";
    import_errors23 = require("@backstage/errors");
    NONE = "none";
    __name(wantedResources, "wantedResources");
    __name(hasSecretRef, "hasSecretRef");
    __name(claimOf2, "claimOf");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/example.ts
function example(description, step2) {
  const { id, name, action, input } = step2;
  return {
    description,
    example: (0, import_yaml8.stringify)({ steps: [{ id, name, action, input }] })
  };
}
var import_yaml8;
var init_example = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/example.ts"() {
    "use strict";
    import_yaml8 = require("yaml");
    __name(example, "example");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createClaimAction.examples.ts
var examples;
var init_createClaimAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createClaimAction.examples.ts"() {
    "use strict";
    init_example();
    examples = [
      example("Check the name and the right to a database, making nothing", {
        action: "cairn:claim",
        id: "check",
        name: "Check names and rights",
        input: {
          mode: "check",
          name: "shop",
          owner: "payments",
          repository: { host: "git.example", owner: "payments" },
          database: "small",
          cache: "none"
        }
      }),
      example("Request a database for development at once", {
        action: "cairn:claim",
        id: "database",
        name: "Request the database",
        input: {
          mode: "request",
          name: "shop",
          owner: "payments",
          environments: ["dev"],
          resources: [
            { resource: "db", type: "postgres", params: { size: "small" } }
          ]
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/explained.ts
async function explained(work, existing) {
  try {
    return await work();
  } catch (error) {
    const { name, message } = (0, import_errors24.toError)(error);
    const made = existing();
    const sentence = /[.!?]$/.test(message) ? message : `${message}.`;
    const rest = made.length === 0 ? "This step has made nothing." : `Exists already: ${made.join(
      ", "
    )}. Retry goes on from here and makes nothing twice.`;
    throw Object.assign(new Error(`${sentence} ${rest}`), { name });
  }
}
var import_errors24;
var init_explained = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/explained.ts"() {
    "use strict";
    import_errors24 = require("@backstage/errors");
    __name(explained, "explained");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/fields.ts
var NAME2, TEAM_NAME, ORGANISATION, ENVIRONMENT;
var init_fields = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/fields.ts"() {
    "use strict";
    NAME2 = /^[a-z]([-a-z0-9]{1,38}[a-z0-9])$/;
    TEAM_NAME = /^[a-z0-9]([-a-z0-9]{0,50}[a-z0-9])?$/;
    ORGANISATION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,8}$/;
    ENVIRONMENT = /^[a-z]([-a-z0-9]{0,18}[a-z0-9])?$/;
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createClaimAction.ts
function describe3({ kind, name, namespace }) {
  return `${kind} ${name} in ${namespace}`;
}
function createClaimAction(options2) {
  const { guard, provisioners: reader, claims, names } = options2;
  return (0, import_plugin_scaffolder_node.createTemplateAction)({
    id: "cairn:claim",
    description: "Checks as the person that the name is free and that the team may have what it asks for; or requests it at once.",
    examples,
    supportsDryRun: true,
    schema: {
      input: {
        mode: /* @__PURE__ */ __name((z15) => z15.enum(["check", "request"]).describe("check makes nothing; request makes the claims now"), "mode"),
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        repository: /* @__PURE__ */ __name((z15) => z15.object({ host: z15.string(), owner: z15.string().regex(ORGANISATION) }).optional().describe("Where its repository will be"), "repository"),
        database: /* @__PURE__ */ __name((z15) => z15.string().optional().describe("Size of a PostgreSQL, or none"), "database"),
        cache: /* @__PURE__ */ __name((z15) => z15.string().optional().describe("Size of a Redis, or none"), "cache"),
        resources: /* @__PURE__ */ __name((z15) => z15.array(
          z15.object({
            resource: z15.string().describe("Its name in score.yaml"),
            type: z15.string(),
            class: z15.string().optional(),
            params: z15.record(z15.any()).default({})
          })
        ).optional().describe("Anything else, as score.yaml has it"), "resources"),
        environments: /* @__PURE__ */ __name((z15) => z15.array(z15.string().regex(ENVIRONMENT)).min(1).optional().describe(`${DEFAULT_ENVIRONMENTS.join(", ")} when left out`), "environments")
      },
      output: {
        claims: /* @__PURE__ */ __name((z15) => z15.array(
          z15.object({
            kind: z15.string(),
            name: z15.string(),
            namespace: z15.string(),
            cluster: z15.string()
          })
        ), "claims")
      }
    },
    async handler(ctx) {
      const { mode, name, owner, repository } = ctx.input;
      const environments = ctx.input.environments ?? [...DEFAULT_ENVIRONMENTS];
      const initiator = await ctx.getInitiatorCredentials();
      const credentials = repository ? await guard.assertMayPublish(initiator, { owner, repository }) : await guard.assertMember(initiator, owner);
      const wanted = wantedResources(ctx.input);
      const { provisioners, hints } = wanted.length > 0 ? await reader.read() : { provisioners: [], hints: [] };
      const placed = [];
      for (const resource2 of wanted) {
        const claim = claimOf2(resource2, { component: name, provisioners });
        for (const environment2 of environments) {
          placed.push(
            await claims.place(claim, {
              owner,
              environment: environment2,
              component: name,
              credentials
            })
          );
        }
      }
      if (mode === "check" || ctx.isDryRun) {
        const found = await names.check({
          name,
          owner,
          repository,
          credentials
        });
        const { problems, warnings } = found;
        for (const claim of placed) {
          const checked = await claims.check(claim, credentials);
          const about = /* @__PURE__ */ __name((text3) => `${describe3(claim)}: ${text3}`, "about");
          problems.push(...checked.problems.map(about));
          warnings.push(...checked.warnings.map(about));
        }
        for (const warning of warnings) {
          ctx.logger.warn(warning);
        }
        if (problems.length > 0) {
          throw new import_errors25.InputError(
            [...problems, ...hints, "Nothing has been made."].join("\n")
          );
        }
        ctx.logger.info(
          placed.length === 0 ? `${name} is free.` : `${name} is free, and ${owner} may have: ${placed.map(describe3).join(", ")}.`
        );
      } else {
        const made = [];
        for (const claim of placed) {
          await explained(
            () => ctx.checkpoint({
              key: `claim.${claim.cluster}/${claim.namespace}/${claim.name}`,
              fn: /* @__PURE__ */ __name(() => claims.request(claim, credentials), "fn")
            }),
            () => made
          );
          made.push(describe3(claim));
          ctx.logger.info(`${describe3(claim)} is requested.`);
        }
      }
      ctx.output(
        "claims",
        placed.map(({ kind, name: claim, namespace, cluster: cluster2 }) => ({
          kind,
          name: claim,
          namespace,
          cluster: cluster2
        }))
      );
    }
  });
}
var import_errors25, import_plugin_scaffolder_node;
var init_createClaimAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createClaimAction.ts"() {
    "use strict";
    import_errors25 = require("@backstage/errors");
    import_plugin_scaffolder_node = require("@backstage/plugin-scaffolder-node");
    init_src7();
    init_wantedResources();
    init_createClaimAction_examples();
    init_explained();
    init_fields();
    __name(describe3, "describe");
    __name(createClaimAction, "createClaimAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/applications/applicationOf.ts
function applicationName(name, environment2) {
  return `${name}-${environment2}`;
}
function systemName(system) {
  return system.split(/[:/]/).at(-1) ?? system;
}
function applicationOf(options2) {
  const { name, owner, system, environment: environment2, remoteUrl, argocd } = options2;
  return (0, import_yaml9.stringify)(
    {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: {
        name: applicationName(name, environment2),
        namespace: argocd.namespace,
        labels: {
          "app.kubernetes.io/name": name,
          "app.kubernetes.io/part-of": system ? systemName(system) : name,
          "backstage.io/kubernetes-id": name,
          "cairn.dev/owner": owner,
          "cairn.dev/environment": environment2
        }
      },
      spec: {
        project: owner,
        source: {
          repoURL: remoteUrl,
          targetRevision: "main",
          path: `deploy/${environment2}`
        },
        destination: {
          server: argocd.server,
          namespace: `${owner}-${environment2}`
        },
        syncPolicy: {
          automated: { prune: true, selfHeal: environment2 !== "prod" }
        }
      }
    },
    { lineWidth: 0 }
  );
}
var import_yaml9;
var init_applicationOf = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/applications/applicationOf.ts"() {
    "use strict";
    import_yaml9 = require("yaml");
    __name(applicationName, "applicationName");
    __name(systemName, "systemName");
    __name(applicationOf, "applicationOf");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/applications/newApplications.ts
function repositoryOf(text3) {
  try {
    return applicationSchema.safeParse((0, import_yaml10.parse)(text3)).data?.spec.source.repoURL;
  } catch {
    return void 0;
  }
}
async function newApplications(wanted, read) {
  const changes = [];
  for (const { path, yaml, remoteUrl } of wanted) {
    const present = await read(path);
    if (present === void 0) {
      changes.push({ path, content: Buffer.from(yaml, "utf8") });
    } else if (repositoryOf(present.toString("utf8")) !== remoteUrl) {
      throw new import_errors26.ConflictError(
        `The GitOps repository has ${path} already, for another repository. Choose another name, or have that file removed.`
      );
    }
  }
  return changes;
}
var import_errors26, import_yaml10, import_zod11, applicationSchema;
var init_newApplications = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/applications/newApplications.ts"() {
    "use strict";
    import_errors26 = require("@backstage/errors");
    import_yaml10 = require("yaml");
    import_zod11 = require("zod");
    applicationSchema = import_zod11.z.object({
      spec: import_zod11.z.object({ source: import_zod11.z.object({ repoURL: import_zod11.z.string() }) })
    });
    __name(repositoryOf, "repositoryOf");
    __name(newApplications, "newApplications");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/applications/proposeApplications.ts
async function proposeApplications(options2) {
  const { forge, ref, remote, head, change } = options2;
  const branches = { head, base: change.branch };
  const open = await forge.findPull(ref, branches);
  if (open) {
    return open.url;
  }
  const isPushed = (await remote.listBranches()).has(head);
  if (!isPushed) {
    const { commit, changed } = await remote.change({
      ...change,
      target: head
    });
    if (!changed) {
      return forge.commitUrl(ref, commit);
    }
  }
  const { url } = await forge.openPull(ref, {
    ...branches,
    title: change.details.message,
    body: "Opened by the portal for a new service. Argo CD runs it once this is merged."
  });
  return url;
}
var init_proposeApplications = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/applications/proposeApplications.ts"() {
    "use strict";
    __name(proposeApplications, "proposeApplications");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/people/personOf.ts
function personOf(user2, fallback) {
  const entity = user2?.entity;
  const email = entity?.spec.profile?.email;
  if (!entity || !email) {
    return fallback;
  }
  return {
    name: entity.spec.profile?.displayName ?? entity.metadata.name,
    email
  };
}
var init_personOf = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/people/personOf.ts"() {
    "use strict";
    __name(personOf, "personOf");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createApplicationAction.examples.ts
var examples2;
var init_createApplicationAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createApplicationAction.examples.ts"() {
    "use strict";
    init_example();
    examples2 = [
      example("Run it in dev and prod", {
        action: "cairn:argocd:application",
        id: "application",
        name: "Deploy to dev and prod",
        input: {
          name: "shop",
          owner: "payments",
          system: "system:default/checkout",
          remoteUrl: "https://git.example/payments/shop.git"
        }
      }),
      example("Run it in dev alone", {
        action: "cairn:argocd:application",
        id: "application",
        name: "Deploy to dev",
        input: {
          name: "shop",
          owner: "payments",
          remoteUrl: "https://git.example/payments/shop.git",
          environments: ["dev"]
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createApplicationAction.ts
function createApplicationAction(options2) {
  const { settings, integrations, guard } = options2;
  return (0, import_plugin_scaffolder_node2.createTemplateAction)({
    id: "cairn:argocd:application",
    description: "Commits an Argo CD Application for each environment to the GitOps repository, or proposes it by a pull request.",
    examples: examples2,
    supportsDryRun: true,
    schema: {
      input: {
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        remoteUrl: /* @__PURE__ */ __name((z15) => z15.string().url().describe("The repository, for git"), "remoteUrl"),
        system: /* @__PURE__ */ __name((z15) => z15.string().optional(), "system"),
        environments: /* @__PURE__ */ __name((z15) => z15.array(z15.string().regex(ENVIRONMENT)).min(1).optional().describe(`${DEFAULT_ENVIRONMENTS.join(", ")} when left out`), "environments")
      },
      output: {
        applications: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).describe("Their names"), "applications"),
        files: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).describe("In the GitOps repository"), "files"),
        gitopsUrl: /* @__PURE__ */ __name((z15) => z15.string().describe("The commit, or the pull request").optional(), "gitopsUrl"),
        pullRequestUrl: /* @__PURE__ */ __name((z15) => z15.string().optional(), "pullRequestUrl")
      }
    },
    async handler(ctx) {
      const { name, owner, system, remoteUrl } = ctx.input;
      const environments = ctx.input.environments ?? [...DEFAULT_ENVIRONMENTS];
      await guard.assertMember(await ctx.getInitiatorCredentials(), owner);
      const gitops = gitopsOf(settings);
      const wanted = environments.map((environment2) => ({
        path: `${gitops.path}/${owner}-${environment2}/${applicationName(
          name,
          environment2
        )}.yaml`,
        yaml: applicationOf({
          name,
          owner,
          system,
          environment: environment2,
          remoteUrl,
          argocd: settings.argocd
        }),
        remoteUrl
      }));
      ctx.output(
        "applications",
        environments.map((it) => applicationName(name, it))
      );
      ctx.output(
        "files",
        wanted.map(({ path }) => path)
      );
      if (ctx.isDryRun) {
        ctx.logger.info(
          `Would be committed to ${gitops.owner}/${gitops.repo}: ${wanted.map(({ path }) => path).join(", ")}.`
        );
        return;
      }
      const forge = forgeOf(integrations, gitops.host);
      const ref = { owner: gitops.owner, name: gitops.repo };
      const remote = GitRemote.create({
        remoteUrl: forge.addressOf(ref).remoteUrl,
        name: `${gitops.owner}/${gitops.repo} at ${gitops.host}`,
        credentials: await forge.gitCredentials(ref)
      });
      const date = await ctx.checkpoint({
        key: "date",
        fn: /* @__PURE__ */ __name(async () => (/* @__PURE__ */ new Date()).toISOString(), "fn")
      });
      const change = {
        branch: gitops.branch,
        details: {
          message: `Run ${name} in ${environments.join(" and ")}`,
          author: personOf(ctx.user, settings.author),
          committer: settings.author,
          date: new Date(date)
        },
        edit: newApplications.bind(void 0, wanted)
      };
      const url = await explained(
        () => ctx.checkpoint({
          key: `applications.${owner}/${name}`,
          fn: /* @__PURE__ */ __name(async () => {
            if (gitops.mode === "pull-request") {
              return proposeApplications({
                forge,
                ref,
                remote,
                change,
                head: `cairn/${owner}/${name}`
              });
            }
            const { commit } = await remote.change(change);
            return forge.commitUrl(ref, commit);
          }, "fn")
        }),
        () => [remoteUrl]
      );
      ctx.output("gitopsUrl", url);
      if (gitops.mode === "pull-request") {
        ctx.output("pullRequestUrl", url);
        ctx.logger.info(`It is deployed as soon as ${url} is merged.`);
      } else {
        ctx.logger.info(`Argo CD deploys it: ${url}.`);
      }
    }
  });
}
function gitopsOf({ gitops }) {
  if (!gitops) {
    throw new import_errors27.InputError(
      "It is not configured where Applications go. The platform team sets goldenPath.gitops."
    );
  }
  return gitops;
}
var import_errors27, import_plugin_scaffolder_node2;
var init_createApplicationAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createApplicationAction.ts"() {
    "use strict";
    import_errors27 = require("@backstage/errors");
    import_plugin_scaffolder_node2 = require("@backstage/plugin-scaffolder-node");
    init_src7();
    init_applicationOf();
    init_newApplications();
    init_proposeApplications();
    init_personOf();
    init_createApplicationAction_examples();
    init_explained();
    init_fields();
    __name(createApplicationAction, "createApplicationAction");
    __name(gitopsOf, "gitopsOf");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createCiDispatchAction.examples.ts
var examples3;
var init_createCiDispatchAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createCiDispatchAction.examples.ts"() {
    "use strict";
    init_example();
    examples3 = [
      example("Start CI for the first commit", {
        action: "cairn:ci:dispatch",
        id: "ci",
        name: "Start the first CI run",
        input: {
          repository: { host: "git.example", owner: "payments" },
          name: "shop",
          owner: "payments",
          commit: "0123456789abcdef0123456789abcdef01234567"
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createCiDispatchAction.ts
function createCiDispatchAction(options2) {
  const { integrations, guard } = options2;
  return (0, import_plugin_scaffolder_node3.createTemplateAction)({
    id: "cairn:ci:dispatch",
    description: "Starts the first CI run where the forge has CI, unless the push has started it; says so where there is none.",
    examples: examples3,
    supportsDryRun: true,
    schema: {
      input: {
        repository: /* @__PURE__ */ __name((z15) => z15.object({ host: z15.string(), owner: z15.string().regex(ORGANISATION) }).describe("Host of an integration, and organisation"), "repository"),
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the repository"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).optional().describe("The owning team; the organisation when left out"), "owner"),
        commit: /* @__PURE__ */ __name((z15) => z15.string().regex(/^[0-9a-f]{40}$/).describe("The tip of the branch").optional(), "commit"),
        branch: /* @__PURE__ */ __name((z15) => z15.string().optional().describe("main when left out"), "branch"),
        workflow: /* @__PURE__ */ __name((z15) => z15.string().regex(/^[\w.-]+$/).optional().describe("The file of the workflow; ci.yml when left out"), "workflow")
      },
      output: {
        started: /* @__PURE__ */ __name((z15) => z15.boolean(), "started"),
        message: /* @__PURE__ */ __name((z15) => z15.string().describe("What became of it, as a sentence"), "message"),
        url: /* @__PURE__ */ __name((z15) => z15.string().optional(), "url")
      }
    },
    async handler(ctx) {
      const { repository, name, commit = "" } = ctx.input;
      const { branch = "main", workflow = "ci.yml" } = ctx.input;
      await guard.assertMayPublish(await ctx.getInitiatorCredentials(), {
        owner: ctx.input.owner ?? repository.owner,
        repository
      });
      if (ctx.isDryRun) {
        ctx.output("started", false);
        ctx.output("message", "CI would be started.");
        return;
      }
      const forge = forgeOf(integrations, repository.host);
      const ref = { owner: repository.owner, name };
      const { outcome, message, url } = await explained(
        () => ctx.checkpoint({
          key: `ci.${commit}`,
          fn: /* @__PURE__ */ __name(async () => {
            const { url: at, ...rest } = await forge.startCi(ref, {
              branch,
              commit,
              workflow
            });
            return { ...rest, ...at !== void 0 && { url: at } };
          }, "fn")
        }),
        () => [forge.addressOf(ref).url]
      );
      ctx.logger.info(url ? `${message} ${url}` : message);
      ctx.output("started", outcome !== "none");
      ctx.output("message", message);
      if (url) {
        ctx.output("url", url);
      }
    }
  });
}
var import_plugin_scaffolder_node3;
var init_createCiDispatchAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createCiDispatchAction.ts"() {
    "use strict";
    import_plugin_scaffolder_node3 = require("@backstage/plugin-scaffolder-node");
    init_src7();
    init_createCiDispatchAction_examples();
    init_explained();
    init_fields();
    __name(createCiDispatchAction, "createCiDispatchAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createDashboardAction.examples.ts
var examples4;
var init_createDashboardAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createDashboardAction.examples.ts"() {
    "use strict";
    init_example();
    examples4 = [
      example("Make the dashboard and the alerts", {
        action: "cairn:dashboard",
        id: "dashboard",
        name: "Write the dashboard and the alerts",
        input: { name: "shop", owner: "payments", language: "typescript" }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createDashboardAction.ts
function createDashboardAction(options2) {
  const { portalUrl } = options2;
  return (0, import_plugin_scaffolder_node4.createTemplateAction)({
    id: "cairn:dashboard",
    description: "Makes a Grafana dashboard and alert rules for the workload in score.yaml, in observability/.",
    examples: examples4,
    supportsDryRun: true,
    schema: {
      input: {
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        language: /* @__PURE__ */ __name((z15) => z15.enum(LANGUAGES), "language"),
        environments: /* @__PURE__ */ __name((z15) => z15.array(z15.string().regex(ENVIRONMENT)).min(1).optional().describe(`${DEFAULT_ENVIRONMENTS.join(", ")} when left out`), "environments")
      },
      output: { files: /* @__PURE__ */ __name((z15) => z15.array(z15.string()), "files") }
    },
    async handler(ctx) {
      const { name: component, owner, language, environments } = ctx.input;
      const files = renderObservability({
        files: await readSkeleton(ctx.workspacePath),
        owner,
        component,
        language,
        portalUrl,
        environments
      });
      await writeFiles(ctx.workspacePath, files);
      const paths = files.map(({ path }) => path);
      ctx.logger.info(`Made ${paths.join(" and ")}.`);
      ctx.output("files", paths);
    }
  });
}
var import_plugin_scaffolder_node4;
var init_createDashboardAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createDashboardAction.ts"() {
    "use strict";
    import_plugin_scaffolder_node4 = require("@backstage/plugin-scaffolder-node");
    init_src7();
    init_createDashboardAction_examples();
    init_fields();
    __name(createDashboardAction, "createDashboardAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createPublishAction.examples.ts
var examples5;
var init_createPublishAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createPublishAction.examples.ts"() {
    "use strict";
    init_example();
    examples5 = [
      example("Make the repository where the integrations say", {
        action: "cairn:publish",
        id: "publish",
        name: "Make the repository",
        input: {
          repository: { host: "git.example", owner: "payments" },
          name: "shop",
          owner: "payments",
          description: "Sells things"
        }
      }),
      example("Make one everybody may read", {
        action: "cairn:publish",
        id: "publish",
        name: "Make the repository",
        input: {
          repository: { host: "github.com", owner: "acme" },
          name: "shop",
          owner: "payments",
          visibility: "public"
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createPublishAction.ts
function markOf(taskId) {
  return `(being made by run ${taskId})`;
}
async function claimRepository(forge, ref, options2) {
  const { taskId, description, visibility } = options2;
  const mark = markOf(taskId);
  const present = await forge.getRepository(ref);
  if (present) {
    if (present.description.includes(mark)) {
      return { created: false };
    }
    throw new import_errors28.ConflictError(
      `${present.url} is there already, and this run has not made it. Choose another name, or have that repository removed.`
    );
  }
  const marked = `${description} ${mark}`.trim();
  await forge.createRepository(ref, { description: marked, visibility });
  return { created: true };
}
function createPublishAction(options2) {
  const { settings, integrations, guard } = options2;
  return (0, import_plugin_scaffolder_node5.createTemplateAction)({
    id: "cairn:publish",
    description: "Makes a repository at GitHub, GitLab or Gitea and pushes the workspace to it: as main, and as golden-path for later updates.",
    examples: examples5,
    supportsDryRun: true,
    schema: {
      input: {
        repository: /* @__PURE__ */ __name((z15) => z15.object({ host: z15.string(), owner: z15.string().regex(ORGANISATION) }).describe("Host of an integration, and organisation"), "repository"),
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the repository"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        description: /* @__PURE__ */ __name((z15) => z15.string().max(300).optional(), "description"),
        visibility: /* @__PURE__ */ __name((z15) => z15.enum(["public", "internal", "private"]).optional().describe("goldenPath.visibility when left out"), "visibility")
      },
      output: {
        repositoryUrl: /* @__PURE__ */ __name((z15) => z15.string().describe("For people"), "repositoryUrl"),
        remoteUrl: /* @__PURE__ */ __name((z15) => z15.string().describe("For git"), "remoteUrl"),
        branch: /* @__PURE__ */ __name((z15) => z15.string(), "branch"),
        commit: /* @__PURE__ */ __name((z15) => z15.string().describe("The first commit; none in a dry run").optional(), "commit"),
        catalogInfoUrl: /* @__PURE__ */ __name((z15) => z15.string(), "catalogInfoUrl")
      }
    },
    async handler(ctx) {
      const { name, owner, repository, description = "" } = ctx.input;
      const visibility = ctx.input.visibility ?? settings.visibility;
      await guard.assertMayPublish(await ctx.getInitiatorCredentials(), {
        owner,
        repository
      });
      const forge = forgeOf(integrations, repository.host);
      const ref = { owner: repository.owner, name };
      const { url, remoteUrl } = forge.addressOf(ref);
      ctx.output("repositoryUrl", url);
      ctx.output("remoteUrl", remoteUrl);
      ctx.output("branch", MAIN);
      ctx.output(
        "catalogInfoUrl",
        forge.fileUrl(ref, MAIN, "catalog-info.yaml")
      );
      if (ctx.isDryRun) {
        ctx.logger.info(`${url} would be made.`);
        return;
      }
      const taskId = ctx.task.id;
      const date = await ctx.checkpoint({
        key: "date",
        fn: /* @__PURE__ */ __name(async () => (/* @__PURE__ */ new Date()).toISOString(), "fn")
      });
      let exists = false;
      const commit = await explained(
        () => ctx.checkpoint({
          key: `repository.${repository.host}/${ref.owner}/${name}`,
          fn: /* @__PURE__ */ __name(async () => {
            const { created } = await claimRepository(forge, ref, {
              taskId,
              description,
              visibility
            });
            exists = true;
            const remote = GitRemote.create({
              remoteUrl,
              name: `${ref.owner}/${name} at ${repository.host}`,
              credentials: await forge.gitCredentials(ref)
            });
            try {
              return await remote.pushFirst({
                files: await readSkeleton(ctx.workspacePath),
                branches: [MAIN, VENDOR_BRANCH],
                details: {
                  message: `Start ${name} from a golden path`,
                  author: personOf(ctx.user, settings.author),
                  committer: settings.author,
                  date: new Date(date)
                }
              });
            } catch (error) {
              if (created && await removeEmpty(forge, ref, remote)) {
                exists = false;
              }
              throw error;
            }
          }, "fn")
        }),
        () => exists ? [url] : []
      );
      await explained(
        () => ctx.checkpoint({
          key: "description",
          fn: /* @__PURE__ */ __name(() => forge.setDescription(ref, description), "fn")
        }),
        () => [url]
      );
      ctx.output("commit", commit);
      ctx.logger.info(`The code is at ${url}.`);
    }
  });
  async function removeEmpty(forge, ref, remote) {
    try {
      if ((await remote.listBranches()).size > 0) {
        return false;
      }
      await forge.deleteRepository(ref);
      return true;
    } catch (error) {
      (0, import_errors28.toError)(error);
      return false;
    }
  }
  __name(removeEmpty, "removeEmpty");
}
var import_errors28, import_plugin_scaffolder_node5, MAIN;
var init_createPublishAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createPublishAction.ts"() {
    "use strict";
    import_errors28 = require("@backstage/errors");
    import_plugin_scaffolder_node5 = require("@backstage/plugin-scaffolder-node");
    init_src6();
    init_src7();
    init_personOf();
    init_createPublishAction_examples();
    init_explained();
    init_fields();
    MAIN = "main";
    __name(markOf, "markOf");
    __name(claimRepository, "claimRepository");
    __name(createPublishAction, "createPublishAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createRegisterAction.examples.ts
var examples6;
var init_createRegisterAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createRegisterAction.examples.ts"() {
    "use strict";
    init_example();
    examples6 = [
      example("Add it to the catalog", {
        action: "cairn:register",
        id: "register",
        name: "Add it to the catalog",
        input: {
          name: "shop",
          owner: "payments",
          catalogInfoUrl: "https://git.example/payments/shop/src/branch/main/catalog-info.yaml"
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createRegisterAction.ts
function createRegisterAction(options2) {
  const { catalog, guard } = options2;
  return (0, import_plugin_scaffolder_node6.createTemplateAction)({
    id: "cairn:register",
    description: "Adds the component to the catalog, as the person. Unlike catalog:register it can be repeated.",
    examples: examples6,
    supportsDryRun: true,
    schema: {
      input: {
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        catalogInfoUrl: /* @__PURE__ */ __name((z15) => z15.string().url().describe("Where catalog-info.yaml is"), "catalogInfoUrl")
      },
      output: {
        entityRef: /* @__PURE__ */ __name((z15) => z15.string(), "entityRef"),
        catalogInfoUrl: /* @__PURE__ */ __name((z15) => z15.string(), "catalogInfoUrl")
      }
    },
    async handler(ctx) {
      const { name, owner, catalogInfoUrl } = ctx.input;
      const credentials = await ctx.getInitiatorCredentials();
      await guard.assertMember(credentials, owner);
      const entityRef = `component:default/${name}`;
      ctx.output("entityRef", entityRef);
      ctx.output("catalogInfoUrl", catalogInfoUrl);
      if (ctx.isDryRun) {
        ctx.logger.info(`${entityRef} would be added to the catalog.`);
        return;
      }
      await explained(
        async () => {
          const present = await catalog.getEntityByRef(entityRef, {
            credentials
          });
          const origin = present?.metadata.annotations?.[LOCATION];
          if (present && origin !== `url:${catalogInfoUrl}`) {
            throw new import_errors29.ConflictError(
              `The catalog has ${entityRef} already, from ${origin ?? "elsewhere"}. Choose another name.`
            );
          }
          await catalog.addLocation(
            { type: "url", target: catalogInfoUrl, onConflict: "refresh" },
            { credentials }
          );
        },
        () => [catalogInfoUrl]
      );
      ctx.logger.info(`${entityRef} is being added to the catalog.`);
    }
  });
}
var import_errors29, import_plugin_scaffolder_node6, LOCATION;
var init_createRegisterAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createRegisterAction.ts"() {
    "use strict";
    import_errors29 = require("@backstage/errors");
    import_plugin_scaffolder_node6 = require("@backstage/plugin-scaffolder-node");
    init_createRegisterAction_examples();
    init_explained();
    init_fields();
    LOCATION = "backstage.io/managed-by-origin-location";
    __name(createRegisterAction, "createRegisterAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createScoreRenderAction.examples.ts
var examples7;
var init_createScoreRenderAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createScoreRenderAction.examples.ts"() {
    "use strict";
    init_example();
    examples7 = [
      example("Render for dev and prod", {
        action: "cairn:score:render",
        id: "manifests",
        name: "Render the manifests",
        input: { name: "shop", owner: "payments" }
      }),
      example("Render for one environment, with an image that exists", {
        action: "cairn:score:render",
        id: "manifests",
        name: "Render the manifests",
        input: {
          name: "shop",
          owner: "payments",
          environments: ["dev"],
          images: { web: "registry.example/payments/shop:1.2.0" }
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/readKeptValues.ts
async function readKeptValues(dir) {
  const text3 = await (0, import_promises7.readFile)((0, import_node_path6.join)(dir, TEMPLATE_FILE), "utf8").catch(
    () => void 0
  );
  const parsed = text3 === void 0 ? void 0 : parseTemplateFile(text3);
  return parsed && "file" in parsed ? parsed.file.values : void 0;
}
var import_promises7, import_node_path6;
var init_readKeptValues = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/readKeptValues.ts"() {
    "use strict";
    init_src6();
    import_promises7 = require("node:fs/promises");
    import_node_path6 = require("node:path");
    __name(readKeptValues, "readKeptValues");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createScoreRenderAction.ts
function createScoreRenderAction(options2) {
  const { provisioners: reader, imageRegistry } = options2;
  return (0, import_plugin_scaffolder_node7.createTemplateAction)({
    id: "cairn:score:render",
    description: "Renders score.yaml to deploy/<environment>/, with what the clusters offer now.",
    examples: examples7,
    supportsDryRun: true,
    schema: {
      input: {
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        path: /* @__PURE__ */ __name((z15) => z15.string().optional().describe(
          "The folder that score.yaml is in; the workspace when left out"
        ), "path"),
        environments: /* @__PURE__ */ __name((z15) => z15.array(z15.string().regex(ENVIRONMENT)).min(1).optional().describe(`${DEFAULT_ENVIRONMENTS.join(", ")} when left out`), "environments"),
        images: /* @__PURE__ */ __name((z15) => z15.record(z15.string()).optional().describe("Images by container, in place of those in score.yaml"), "images")
      },
      output: {
        files: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).describe("Paths of the manifests"), "files"),
        warnings: /* @__PURE__ */ __name((z15) => z15.array(z15.string()), "warnings")
      }
    },
    async handler(ctx) {
      const { name, owner, environments, images } = ctx.input;
      const dir = (0, import_backend_plugin_api5.resolveSafeChildPath)(
        ctx.workspacePath,
        ctx.input.path ?? "."
      );
      const { provisioners, hints } = await reader.read();
      const kept = await readKeptValues(dir);
      const image = kept?.image;
      const render = /* @__PURE__ */ __name(async () => {
        try {
          return renderManifests({
            files: await readSkeleton(dir),
            owner,
            environments,
            image: typeof image === "string" ? image : `${imageRegistry}/${owner}/${name}:0.1.0`,
            images,
            provisioners
          });
        } catch (error) {
          const { message } = (0, import_errors31.toError)(error);
          throw new import_errors30.InputError([message, ...hints].join("\n"));
        }
      }, "render");
      const { files, warnings } = await render();
      await (0, import_promises8.rm)((0, import_node_path7.join)(dir, "deploy"), { recursive: true, force: true });
      await writeFiles(dir, files);
      for (const warning of warnings) {
        ctx.logger.warn(warning);
      }
      ctx.logger.info(`${files.length} files with manifests.`);
      ctx.output(
        "files",
        files.map(({ path }) => path)
      );
      ctx.output("warnings", warnings);
    }
  });
}
var import_backend_plugin_api5, import_errors30, import_plugin_scaffolder_node7, import_errors31, import_node_path7, import_promises8;
var init_createScoreRenderAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createScoreRenderAction.ts"() {
    "use strict";
    import_backend_plugin_api5 = require("@backstage/backend-plugin-api");
    import_errors30 = require("@backstage/errors");
    import_plugin_scaffolder_node7 = require("@backstage/plugin-scaffolder-node");
    init_src7();
    import_errors31 = require("@backstage/errors");
    import_node_path7 = require("node:path");
    import_promises8 = require("node:fs/promises");
    init_createScoreRenderAction_examples();
    init_fields();
    init_readKeptValues();
    __name(createScoreRenderAction, "createScoreRenderAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/assertNoSecrets.ts
function assertNoSecrets(value, secrets, field = "values") {
  if (typeof value === "string") {
    const found = Object.values(secrets ?? {}).some(
      (secret) => secret.length >= SHORTEST && value.includes(secret)
    );
    if (found) {
      throw new import_errors32.InputError(
        `${field} holds a secret, and values are kept in the repository. Hand secrets to the steps that need them.`
      );
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, inner] of Object.entries(value)) {
      assertNoSecrets(inner, secrets, `${field}.${key}`);
    }
  }
}
var import_errors32, SHORTEST;
var init_assertNoSecrets = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/assertNoSecrets.ts"() {
    "use strict";
    import_errors32 = require("@backstage/errors");
    SHORTEST = 6;
    __name(assertNoSecrets, "assertNoSecrets");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createSkeletonAction.examples.ts
var examples8;
var init_createSkeletonAction_examples = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createSkeletonAction.examples.ts"() {
    "use strict";
    init_example();
    examples8 = [
      example("Fill in what all paths share and the path of its own", {
        action: "cairn:skeleton",
        id: "code",
        name: "Write the code",
        input: {
          name: "shop",
          owner: "payments",
          repository: { host: "git.example", owner: "payments" },
          description: "Sells things",
          database: "small",
          cache: "none",
          values: { language: "typescript", port: 8080 }
        }
      }),
      example("With layers of its own, and files that use the same brackets", {
        action: "cairn:skeleton",
        id: "code",
        name: "Write the code",
        input: {
          name: "shop",
          owner: "payments",
          repository: { host: "git.example", owner: "payments" },
          layers: ["../_common/skeleton", "../_python/skeleton", "./skeleton"],
          copyWithoutTemplating: [".github/workflows/**"]
        }
      })
    ];
  }
});

// plugins/scaffolder-backend-module-golden-path/src/actions/createSkeletonAction.ts
function createSkeletonAction(options2) {
  const { settings, reader, integrations } = options2;
  return (0, import_plugin_scaffolder_node8.createTemplateAction)({
    id: "cairn:skeleton",
    description: "Fills in the skeletons of a golden path, layer on layer, and keeps in .cairn/template.yaml what they were filled in with.",
    examples: examples8,
    supportsDryRun: true,
    schema: {
      input: {
        name: /* @__PURE__ */ __name((z15) => z15.string().regex(NAME2).describe("Name of the component"), "name"),
        owner: /* @__PURE__ */ __name((z15) => z15.string().regex(TEAM_NAME).describe("The owning team"), "owner"),
        repository: /* @__PURE__ */ __name((z15) => z15.object({ host: z15.string(), owner: z15.string().regex(ORGANISATION) }).describe("Where the repository will be"), "repository"),
        description: /* @__PURE__ */ __name((z15) => z15.string().optional(), "description"),
        system: /* @__PURE__ */ __name((z15) => z15.string().optional(), "system"),
        database: /* @__PURE__ */ __name((z15) => z15.string().optional().describe("A size, or none"), "database"),
        cache: /* @__PURE__ */ __name((z15) => z15.string().optional().describe("A size, or none"), "cache"),
        layers: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).min(1).optional().describe(
          `Folders relative to template.yaml, within the folder of all templates; later ones win. ${DEFAULT_LAYERS.join(
            ", "
          )} when left out`
        ), "layers"),
        copyWithoutTemplating: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).optional().describe("Globs; the content of what matches is taken as it is"), "copyWithoutTemplating"),
        values: /* @__PURE__ */ __name((z15) => z15.record(z15.any()).optional().describe("The template's own values; never secrets"), "values")
      },
      output: {
        files: /* @__PURE__ */ __name((z15) => z15.array(z15.string()).describe("Paths of all files"), "files")
      }
    },
    async handler(ctx) {
      const {
        layers,
        copyWithoutTemplating,
        values: own,
        ...choices
      } = ctx.input;
      const { templateInfo } = ctx;
      if (!templateInfo?.baseUrl) {
        throw new import_errors33.InputError(
          "It is not known where the template is, so its skeletons cannot be found. Register the template in the catalog."
        );
      }
      const version = templateInfo.entity?.metadata.annotations?.[TEMPLATE_VERSION_ANNOTATION];
      if (!version) {
        throw new import_errors33.InputError(
          `The template has no version. Set its annotation ${TEMPLATE_VERSION_ANNOTATION}.`
        );
      }
      const template = { ref: templateInfo.entityRef, version };
      const values = deriveValues({
        choices,
        settings: { ...settings, template },
        forge: forgeOf(integrations, choices.repository.host),
        own
      });
      assertNoSecrets(values, ctx.secrets);
      const skeletons = await fetchLayers({
        baseUrl: templateInfo.baseUrl,
        layers: layers ?? DEFAULT_LAYERS,
        reader,
        integrations,
        createDirectory: /* @__PURE__ */ __name(() => ctx.createTemporaryDirectory(), "createDirectory")
      });
      const files = await renderSkeleton({
        skeletons,
        values,
        copyWithoutTemplating
      });
      const kept = renderTemplateFile({
        template: template.ref,
        version,
        values
      });
      await writeFiles(ctx.workspacePath, [
        ...files,
        {
          path: TEMPLATE_FILE,
          content: Buffer.from(kept, "utf8"),
          executable: false
        }
      ]);
      ctx.logger.info(
        `${files.length} files from ${template.ref}, version ${version}.`
      );
      ctx.output("files", [...files.map(({ path }) => path), TEMPLATE_FILE]);
    }
  });
}
var import_errors33, import_plugin_scaffolder_node8;
var init_createSkeletonAction = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/actions/createSkeletonAction.ts"() {
    "use strict";
    import_errors33 = require("@backstage/errors");
    import_plugin_scaffolder_node8 = require("@backstage/plugin-scaffolder-node");
    init_src6();
    init_src7();
    init_assertNoSecrets();
    init_createSkeletonAction_examples();
    init_fields();
    __name(createSkeletonAction, "createSkeletonAction");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/claims/ClaimsClient.ts
function bodyOf(claim) {
  const { cluster: cluster2, offering, namespace, name, component, spec } = claim;
  return { cluster: cluster2, offering, namespace, name, component, spec };
}
var import_errors34, import_zod12, PLUGIN, targetsSchema, preflightSchema, claimSchema, ClaimsClient;
var init_ClaimsClient = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/claims/ClaimsClient.ts"() {
    "use strict";
    import_errors34 = require("@backstage/errors");
    import_zod12 = require("zod");
    PLUGIN = "claims";
    targetsSchema = import_zod12.z.object({
      items: import_zod12.z.array(
        import_zod12.z.object({
          cluster: import_zod12.z.string(),
          name: import_zod12.z.string(),
          owner: import_zod12.z.string(),
          environment: import_zod12.z.string().optional()
        })
      )
    });
    preflightSchema = import_zod12.z.object({
      ok: import_zod12.z.boolean(),
      checks: import_zod12.z.array(
        import_zod12.z.object({
          title: import_zod12.z.string(),
          verdict: import_zod12.z.enum(["passed", "failed", "not-run"]),
          message: import_zod12.z.string().optional()
        })
      ),
      problems: import_zod12.z.array(import_zod12.z.object({ field: import_zod12.z.string(), message: import_zod12.z.string() })),
      warnings: import_zod12.z.array(import_zod12.z.string())
    });
    claimSchema = import_zod12.z.object({ uid: import_zod12.z.string() });
    ClaimsClient = class _ClaimsClient {
      static {
        __name(this, "ClaimsClient");
      }
      #portal;
      static create(options2) {
        return new _ClaimsClient(options2.portal);
      }
      constructor(portal) {
        this.#portal = portal;
      }
      /**
       * Finds the team's namespace of an environment where the person may request this.
       *
       * @throws InputError when there is none.
       */
      async place(claim, options2) {
        const { owner, environment: environment2, component, credentials } = options2;
        const query = new URLSearchParams({ offering: claim.offering });
        const { items } = await this.#portal.ask(
          { plugin: PLUGIN, path: `/targets?${query}`, credentials },
          targetsSchema
        );
        const found = items.find(
          (it) => it.owner === `group:default/${owner}` && it.environment === environment2
        );
        if (!found) {
          throw new import_errors34.InputError(
            `You may not request a ${claim.kind} in ${environment2} for ${owner}: the team has no namespace there that you may use. Ask the platform team.`
          );
        }
        const { cluster: cluster2, name: namespace } = found;
        return { ...claim, cluster: cluster2, namespace, component };
      }
      /** What is wrong with a request, asked of the cluster as the person; nothing is made. */
      async check(claim, credentials) {
        const { ok, checks, problems, warnings } = await this.#portal.ask(
          { plugin: PLUGIN, path: "/preflight", body: bodyOf(claim), credentials },
          preflightSchema
        );
        if (ok) {
          return { problems: [], warnings };
        }
        const failed = checks.filter(({ verdict: verdict2 }) => verdict2 !== "passed").map(({ title, message }) => message ?? `Not sure: ${title}.`);
        return {
          problems: [
            .../* @__PURE__ */ new Set([...problems.map(({ message }) => message), ...failed])
          ],
          warnings
        };
      }
      /** Requests it; asked again with the same, it is the same request. */
      async request(claim, credentials) {
        await this.#portal.ask(
          { plugin: PLUGIN, path: "/claims", body: bodyOf(claim), credentials },
          claimSchema
        );
      }
    };
    __name(bodyOf, "bodyOf");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/claims/NamesClient.ts
var import_errors35, import_zod13, verdict, reportSchema, NamesClient;
var init_NamesClient = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/claims/NamesClient.ts"() {
    "use strict";
    import_errors35 = require("@backstage/errors");
    import_zod13 = require("zod");
    verdict = import_zod13.z.enum(["free", "taken", "invalid", "unknown"]);
    reportSchema = import_zod13.z.object({
      verdict,
      checks: import_zod13.z.array(import_zod13.z.object({ verdict, message: import_zod13.z.string() }))
    });
    NamesClient = class _NamesClient {
      static {
        __name(this, "NamesClient");
      }
      #portal;
      static create(options2) {
        return new _NamesClient(options2.portal);
      }
      constructor(portal) {
        this.#portal = portal;
      }
      /**
       * What speaks against a name, and what could not be asked. The latter stops nobody: each step refuses
       * what is taken once more.
       */
      async check(options2) {
        const { name, owner, repository, credentials } = options2;
        const query = new URLSearchParams({
          owner,
          ...repository && {
            repoHost: repository.host,
            repoOwner: repository.owner
          }
        });
        try {
          const { checks } = await this.#portal.ask(
            {
              plugin: "golden-paths",
              path: `/names/${encodeURIComponent(name)}?${query}`,
              credentials
            },
            reportSchema
          );
          const messages = /* @__PURE__ */ __name((...wanted) => checks.filter((it) => wanted.includes(it.verdict)).map(({ message }) => message), "messages");
          return {
            problems: messages("taken", "invalid"),
            warnings: messages("unknown")
          };
        } catch (error) {
          if ((0, import_errors35.isError)(error) && error.name === "NotAllowedError") {
            throw error;
          }
          return {
            problems: [],
            warnings: ["Whether the name is free could not be asked just now."]
          };
        }
      }
    };
  }
});

// plugins/scaffolder-backend-module-golden-path/src/clients/PortalClient.ts
var import_errors36, import_zod14, TIMEOUT3, refusalSchema, PortalClient;
var init_PortalClient = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/clients/PortalClient.ts"() {
    "use strict";
    import_errors36 = require("@backstage/errors");
    import_zod14 = require("zod");
    TIMEOUT3 = 3e4;
    refusalSchema = import_zod14.z.object({
      error: import_zod14.z.object({ name: import_zod14.z.string(), message: import_zod14.z.string() })
    });
    PortalClient = class _PortalClient {
      static {
        __name(this, "PortalClient");
      }
      #auth;
      #discovery;
      static create(options2) {
        return new _PortalClient(options2);
      }
      constructor(options2) {
        this.#auth = options2.auth;
        this.#discovery = options2.discovery;
      }
      /**
       * Sends a request to a plugin.
       *
       * @throws Error with the name and the message of the plugin's own error.
       */
      async ask(request, schema) {
        const { plugin, path, body, credentials } = request;
        const [baseUrl, { token }] = await Promise.all([
          this.#discovery.getBaseUrl(plugin),
          this.#auth.getPluginRequestToken({
            onBehalfOf: credentials,
            targetPluginId: plugin
          })
        ]);
        let response;
        try {
          response = await fetch(`${baseUrl}${path}`, {
            method: body === void 0 ? "GET" : "POST",
            redirect: "error",
            signal: AbortSignal.timeout(TIMEOUT3),
            headers: {
              authorization: `Bearer ${token}`,
              ...body !== void 0 && { "content-type": "application/json" }
            },
            ...body !== void 0 && { body: JSON.stringify(body) }
          });
        } catch (error) {
          throw new import_errors36.ServiceUnavailableError(
            `The portal's ${plugin} do not answer. Try again in a minute.`,
            error
          );
        }
        const answer = await response.json().catch(() => void 0);
        if (!response.ok) {
          const refusal = refusalSchema.safeParse(answer).data?.error;
          throw refusal ? Object.assign(new Error(refusal.message), { name: refusal.name }) : new import_errors36.ServiceUnavailableError(
            `The portal's ${plugin} answered with status ${response.status}.`
          );
        }
        const parsed = schema.safeParse(answer);
        if (!parsed.success) {
          throw new import_errors36.ServiceUnavailableError(
            `The portal's ${plugin} answered something else than expected.`
          );
        }
        return parsed.data;
      }
    };
  }
});

// plugins/scaffolder-backend-module-golden-path/src/clients/ProvisionerReader.ts
var GROUP, ProvisionerReader;
var init_ProvisionerReader = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/clients/ProvisionerReader.ts"() {
    "use strict";
    init_src5();
    GROUP = "apiextensions.crossplane.io";
    ProvisionerReader = class _ProvisionerReader {
      static {
        __name(this, "ProvisionerReader");
      }
      #cache;
      static create(options2) {
        return new _ProvisionerReader(options2.cache);
      }
      constructor(cache) {
        this.#cache = cache;
      }
      /** Of several clusters, a definition counts once: the first cluster's. */
      async read() {
        const [definitions, compositions] = await Promise.all([
          this.#cache.list({ group: GROUP, kind: "CompositeResourceDefinition" }),
          this.#cache.list({ group: GROUP, kind: "Composition" })
        ]);
        const clusterOf = /* @__PURE__ */ new Map();
        for (const { cluster: cluster2, object } of definitions.items) {
          const { name } = object.metadata;
          clusterOf.set(name, clusterOf.get(name) ?? cluster2);
        }
        const used = new Set(clusterOf.values());
        const { items, problems } = provisionersOf({
          xrds: definitions.items.filter((it) => clusterOf.get(it.object.metadata.name) === it.cluster).map((it) => it.object),
          compositions: compositions.items.filter((it) => used.has(it.cluster)).map((it) => it.object)
        });
        const unread = definitions.sources.filter(({ state }) => state !== "synced").map(
          ({ cluster: cluster2, error }) => `What cluster ${cluster2} offers cannot be read just now${error ? `: ${error}` : "."}`
        );
        return { provisioners: items, hints: [...problems, ...unread] };
      }
    };
  }
});

// plugins/scaffolder-backend-module-golden-path/src/people/TeamGuard.ts
var import_errors37, TEAM, TeamGuard;
var init_TeamGuard = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/people/TeamGuard.ts"() {
    "use strict";
    import_errors37 = require("@backstage/errors");
    TEAM = "group:default/";
    TeamGuard = class _TeamGuard {
      static {
        __name(this, "TeamGuard");
      }
      #auth;
      #people;
      #organisations;
      static create(options2) {
        return new _TeamGuard(options2);
      }
      constructor(options2) {
        this.#auth = options2.auth;
        this.#people = options2.people;
        this.#organisations = options2.organisations;
      }
      /**
       * The person, once it is sure that it belongs to the team now.
       *
       * @throws NotAllowedError
       */
      async assertMember(credentials, owner) {
        if (!this.#auth.isPrincipal(credentials, "user")) {
          throw new import_errors37.NotAllowedError(
            "A golden path is run by a person. Sign in and start it again."
          );
        }
        const { groupRefs } = await this.#people.getPerson(credentials);
        if (!groupRefs.includes(`${TEAM}${owner}`)) {
          throw new import_errors37.NotAllowedError(
            `You are not in the team ${owner}. Choose one of your teams, or ask ${owner} to take you in.`
          );
        }
        return credentials;
      }
      /**
       * Like `assertMember`, and that the team's repositories go to this organisation. The portal's own
       * account could write to any.
       *
       * @throws NotAllowedError
       */
      async assertMayPublish(credentials, options2) {
        const { owner, repository } = options2;
        const person = await this.assertMember(credentials, owner);
        const configured = this.#organisations.filter(
          (it) => it.host === repository.host && it.owner === repository.owner
        );
        const allowed = configured.length === 0 ? repository.owner === owner : configured.some(
          ({ groups }) => groups.includes("*") || groups.includes(owner)
        );
        if (!allowed) {
          throw new import_errors37.NotAllowedError(
            `Repositories of ${owner} do not go to ${repository.owner} at ${repository.host}. Choose ${owner} as the organisation, or ask the platform team to allow it (goldenPath.organisations).`
          );
        }
        return person;
      }
    };
  }
});

// plugins/scaffolder-backend-module-golden-path/src/readSettings.ts
function oneOf(key, value, allowed) {
  const found = allowed.find((it) => it === value);
  if (found === void 0) {
    throw new import_errors38.InputError(
      `goldenPath.${key} is "${value}"; use one of ${allowed.join(", ")}.`
    );
  }
  return found;
}
function readGitops(config) {
  return {
    host: config.getString("host"),
    owner: config.getString("owner"),
    repo: config.getString("repo"),
    branch: config.getOptionalString("branch") ?? "main",
    path: (config.getOptionalString("path") ?? "apps").replace(/^\/|\/$/g, ""),
    mode: oneOf("gitops.mode", config.getOptionalString("mode") ?? "commit", [
      "commit",
      "pull-request"
    ])
  };
}
function readSettings2(root) {
  const config = root.getOptionalConfig("goldenPath");
  const gitops = config?.getOptionalConfig("gitops");
  return {
    imageRegistry: config?.getOptionalString("imageRegistry") ?? "registry.cairn.example",
    visibility: oneOf(
      "visibility",
      config?.getOptionalString("visibility") ?? "private",
      ["public", "internal", "private"]
    ),
    portalUrl: root.getString("app.baseUrl").replace(/\/$/, ""),
    author: {
      name: root.getOptionalString("scaffolder.defaultAuthor.name") ?? "Cairn",
      email: root.getOptionalString("scaffolder.defaultAuthor.email") ?? "cairn@cairn.example"
    },
    organisations: (config?.getOptionalConfigArray("organisations") ?? []).map(
      (it) => ({
        host: it.getString("host"),
        owner: it.getString("owner"),
        groups: it.getStringArray("groups")
      })
    ),
    ...gitops && { gitops: readGitops(gitops) },
    argocd: {
      namespace: config?.getOptionalString("argocd.namespace") ?? "argocd",
      server: config?.getOptionalString("argocd.server") ?? "https://kubernetes.default.svc"
    }
  };
}
var import_errors38;
var init_readSettings2 = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/readSettings.ts"() {
    "use strict";
    import_errors38 = require("@backstage/errors");
    __name(oneOf, "oneOf");
    __name(readGitops, "readGitops");
    __name(readSettings2, "readSettings");
  }
});

// plugins/scaffolder-backend-module-golden-path/src/module.ts
var module_exports = {};
__export(module_exports, {
  scaffolderModuleGoldenPath: () => scaffolderModuleGoldenPath
});
var import_backend_plugin_api6, import_integration4, import_plugin_catalog_node2, import_plugin_scaffolder_node9, scaffolderModuleGoldenPath;
var init_module = __esm({
  "plugins/scaffolder-backend-module-golden-path/src/module.ts"() {
    "use strict";
    import_backend_plugin_api6 = require("@backstage/backend-plugin-api");
    import_integration4 = require("@backstage/integration");
    import_plugin_catalog_node2 = require("@backstage/plugin-catalog-node");
    import_plugin_scaffolder_node9 = require("@backstage/plugin-scaffolder-node");
    init_src3();
    init_createClaimAction();
    init_createApplicationAction();
    init_createCiDispatchAction();
    init_createDashboardAction();
    init_createPublishAction();
    init_createRegisterAction();
    init_createScoreRenderAction();
    init_createSkeletonAction();
    init_ClaimsClient();
    init_NamesClient();
    init_PortalClient();
    init_ProvisionerReader();
    init_TeamGuard();
    init_readSettings2();
    scaffolderModuleGoldenPath = (0, import_backend_plugin_api6.createBackendModule)({
      pluginId: "scaffolder",
      moduleId: "golden-path",
      register(env) {
        env.registerInit({
          deps: {
            actions: import_plugin_scaffolder_node9.scaffolderActionsExtensionPoint,
            auth: import_backend_plugin_api6.coreServices.auth,
            config: import_backend_plugin_api6.coreServices.rootConfig,
            discovery: import_backend_plugin_api6.coreServices.discovery,
            reader: import_backend_plugin_api6.coreServices.urlReader,
            catalog: import_plugin_catalog_node2.catalogServiceRef,
            people: personServiceRef,
            cache: watchCacheServiceRef
          },
          async init(deps) {
            const { actions, auth, config, discovery, reader } = deps;
            const { catalog, people, cache } = deps;
            const settings = readSettings2(config);
            const integrations = import_integration4.ScmIntegrations.fromConfig(config);
            const { organisations, imageRegistry } = settings;
            const guard = TeamGuard.create({ auth, people, organisations });
            const provisioners = ProvisionerReader.create({ cache });
            const portal = PortalClient.create({ auth, discovery });
            const claims = ClaimsClient.create({ portal });
            const names = NamesClient.create({ portal });
            actions.addActions(
              createClaimAction({ guard, provisioners, claims, names }),
              createSkeletonAction({ settings, reader, integrations }),
              createScoreRenderAction({ provisioners, imageRegistry }),
              createDashboardAction({ portalUrl: settings.portalUrl }),
              createPublishAction({ settings, integrations, guard }),
              createApplicationAction({ settings, integrations, guard }),
              createCiDispatchAction({ integrations, guard }),
              createRegisterAction({ catalog, guard })
            );
          }
        });
      }
    });
  }
});

// plugins/scaffolder-backend-module-golden-path/src/__testUtils__/portalProcess.ts
var portalProcess_exports = {};
module.exports = __toCommonJS(portalProcess_exports);
var import_database = require("@backstage/backend-defaults/database");
var import_urlReader = require("@backstage/backend-defaults/urlReader");
var import_backend_plugin_api7 = require("@backstage/backend-plugin-api");
var import_backend_test_utils = require("@backstage/backend-test-utils");
init_src3();
var options = JSON.parse(process.env.PORTAL_OPTIONS ?? "");
var wait = globalThis.setTimeout;
globalThis.setTimeout = Object.assign(
  (callback, delay, ...rest) => wait(callback, delay === 1e4 ? 300 : delay, ...rest),
  wait
);
var patterns = options.killAt.map((text3) => new RegExp(text3));
function log(message) {
  if (patterns.some((pattern) => pattern.test(message))) {
    process.kill(process.pid, "SIGKILL");
  }
}
__name(log, "log");
var logger = {
  error: /* @__PURE__ */ __name((message) => {
    process.stderr.write(`${message}
`);
    log(message);
  }, "error"),
  warn: log,
  info: log,
  debug: /* @__PURE__ */ __name(() => {
  }, "debug"),
  child: /* @__PURE__ */ __name(() => logger, "child")
};
async function main() {
  const { server } = await (0, import_backend_test_utils.startTestBackend)({
    features: [
      Promise.resolve().then(() => __toESM(require("@backstage/plugin-catalog-backend"))),
      Promise.resolve().then(() => __toESM(require("@backstage/plugin-catalog-backend-module-scaffolder-entity-model"))),
      Promise.resolve().then(() => __toESM(require("@backstage/plugin-scaffolder-backend"))),
      Promise.resolve().then(() => __toESM(require("@backstage/plugin-scaffolder-backend-module-workspace-database"))),
      Promise.resolve().then(() => (init_module(), module_exports)).then((it) => ({
        default: it.scaffolderModuleGoldenPath
      })),
      import_database.databaseServiceFactory,
      import_urlReader.urlReaderServiceFactory,
      import_backend_test_utils.mockServices.rootConfig.factory({ data: options.config }),
      (0, import_backend_plugin_api7.createServiceFactory)({
        service: import_backend_plugin_api7.coreServices.rootLogger,
        deps: {},
        factory: /* @__PURE__ */ __name(() => logger, "factory")
      }),
      (0, import_backend_plugin_api7.createServiceFactory)({
        service: personServiceRef,
        deps: {},
        factory: /* @__PURE__ */ __name(() => ({
          getPerson: /* @__PURE__ */ __name(async (credentials) => ({
            userRef: credentials.principal.userEntityRef,
            groupRefs: ["group:default/payments"]
          }), "getPerson")
        }), "factory")
      }),
      (0, import_backend_plugin_api7.createServiceFactory)({
        service: watchCacheServiceRef,
        deps: {},
        factory: /* @__PURE__ */ __name(() => ({
          list: /* @__PURE__ */ __name(async () => ({ items: [], sources: [] }), "list"),
          subscribe: /* @__PURE__ */ __name(() => () => {
          }, "subscribe"),
          health: /* @__PURE__ */ __name(() => [], "health")
        }), "factory")
      })
    ]
  });
  process.send?.({ port: server.port() });
}
__name(main, "main");
void main();
//# sourceMappingURL=portalProcess.cjs.map
