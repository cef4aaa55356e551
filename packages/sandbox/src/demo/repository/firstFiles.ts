import type { Language, Service } from '../organisation/organisation';
import { manifestsOf } from './manifests';

const buildFiles: Record<
  Language,
  (name: string) => [path: string, text: string][]
> = {
  go: name => [
    ['go.mod', `module git.fernhill.example/${name}\n\ngo 1.26\n`],
    [
      'cmd/server/main.go',
      `package main\n\nimport (\n\t"log"\n\t"net/http"\n)\n\nfunc main() {\n\thttp.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {})\n\tlog.Fatal(http.ListenAndServe(":8080", nil))\n}\n`,
    ],
  ],
  java: name => [
    [
      'pom.xml',
      `<project xmlns="http://maven.apache.org/POM/4.0.0">\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>com.fernhill</groupId>\n  <artifactId>${name}</artifactId>\n  <version>1.0.0</version>\n  <properties>\n    <maven.compiler.release>25</maven.compiler.release>\n  </properties>\n</project>\n`,
    ],
    [
      'src/main/java/com/fernhill/Application.java',
      `package com.fernhill;\n\n@SpringBootApplication\npublic class Application {\n  public static void main(String[] args) {\n    SpringApplication.run(Application.class, args);\n  }\n}\n`,
    ],
  ],
  typescript: name => [
    [
      'package.json',
      `${JSON.stringify(
        {
          name: `@fernhill/${name}`,
          version: '1.0.0',
          private: true,
          type: 'module',
          scripts: { start: 'node src/main.ts', test: 'node --test' },
        },
        null,
        2,
      )}\n`,
    ],
    [
      'src/main.ts',
      `import { createServer } from 'node:http';\n\ncreateServer((_request, response) => response.end('ok')).listen(8080);\n`,
    ],
  ],
  python: name => [
    [
      'pyproject.toml',
      `[project]\nname = "${name}"\nversion = "1.0.0"\nrequires-python = ">=3.14"\n`,
    ],
    [
      'app/main.py',
      `"""Entry point of ${name}."""\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("/healthz")\ndef healthz() -> str:\n    return "ok"\n`,
    ],
  ],
  kotlin: name => [
    [
      'app/build.gradle.kts',
      `plugins {\n    id("com.android.application")\n    kotlin("android")\n}\n\nandroid {\n    namespace = "com.fernhill.${name.replaceAll(
        '-',
        '',
      )}"\n    compileSdk = 37\n}\n`,
    ],
  ],
  rust: name => [
    [
      'Cargo.toml',
      `[package]\nname = "${name}"\nversion = "1.0.0"\nedition = "2024"\n`,
    ],
    ['src/lib.rs', `//! Ships logs.\n`],
  ],
};

/** What a service's repository begins with, its first version to be run. */
export function firstFiles(
  service: Service,
  version: string,
): Map<string, string> {
  const { name, title, description, owner, dependsOn, consumesApis } = service;
  const uses = [
    ...dependsOn.map(ref => ref.replace(/^\w+:/, '')),
    ...consumesApis,
  ];
  const files: [string, string][] = [
    [
      'README.md',
      `# ${title}\n\n${description}\n\nTeam ${owner} looks after it. How it is run: [docs/runbook.md](docs/runbook.md).\n`,
    ],
    ['catalog-info.yaml', service.yaml],
    [
      'mkdocs.yml',
      `site_name: ${title}\ndocs_dir: docs\nplugins:\n  - techdocs-core\nnav:\n  - Overview: index.md\n  - Runbook: runbook.md\n`,
    ],
    [
      'docs/index.md',
      `# ${title}\n\n${description}\n\n${
        uses.length > 0
          ? `It uses:\n\n${uses.map(each => `- ${each}`).join('\n')}\n`
          : 'It uses nothing else.\n'
      }`,
    ],
    [
      'docs/runbook.md',
      `# Runbook\n\n1. Look at what was deployed last: most faults come with a change.\n2. Bring the version before back in \`deploy/prod\`, and tell team ${owner}.\n3. Mend it in peace.\n`,
    ],
    ['.gitignore', 'build/\ndist/\nnode_modules/\n.venv/\n'],
    ...buildFiles[service.language](name),
    ...manifestsOf(service, 'dev', version),
    ...manifestsOf(service, 'prod', version),
  ];
  if (service.shape.kind !== 'store') {
    files.push([
      'Dockerfile',
      `FROM registry.fernhill.example/base/${service.language}:stable\nCOPY . /srv\nUSER 65532\nEXPOSE 8080\n`,
    ]);
  }
  return new Map(files);
}
