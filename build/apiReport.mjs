// Every name that the public API exports, with its type, as one text: a change of it is a change of the API and must be meant. Written by
// `node build/apiReport.mjs`, compared by test/api/coreApi.test.ts.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { root } from './setup/paths.mjs';

/** Where the report is kept. */
export const apiReportFile = join(root, 'docs', 'core-api.txt');

/** What stands in the declaration, without comments and bodies: inferred types would change with the compiler. */
function shapeOf(symbol, checker) {
  const [declaration] = symbol.declarations;
  if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration)) {
    const printed = ts
      .createPrinter({ removeComments: true })
      .printNode(ts.EmitHint.Unspecified, declaration, declaration.getSourceFile());
    return printed.replace(/^export (?:interface|type) /u, '');
  }
  if (ts.isClassDeclaration(declaration)) {
    const members = declaration.members.flatMap((member) => (member.name === undefined ? [] : [member.name.getText()]));
    return `${symbol.name} { ${members.join('; ')} }`;
  }
  const callable = ts.isFunctionDeclaration(declaration) ? declaration : declaration.initializer;
  if (ts.isFunctionLike(callable)) {
    const parameters = callable.parameters.map((parameter) => parameter.getText()).join(', ');
    return `${symbol.name}(${parameters}): ${callable.type.getText()}`;
  }
  const type =
    declaration.type?.getText() ??
    checker.typeToString(checker.getTypeOfSymbol(symbol), undefined, ts.TypeFormatFlags.NoTruncation);
  // A schema's type is as long as the schema, which has its own published text
  return `${symbol.name}: ${type.startsWith('Zod') ? 'schema' : type}`;
}

const kindOf = (symbol) => {
  const [declaration] = symbol.declarations;
  if (ts.isInterfaceDeclaration(declaration)) return 'interface';
  if (ts.isTypeAliasDeclaration(declaration)) return 'type';
  if (ts.isClassDeclaration(declaration)) return 'class';
  return ts.isFunctionDeclaration(declaration) ? 'function' : 'const';
};

/** The report of the API as it is now. */
export function apiReport() {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const files = Object.entries(exports).map(([name, file]) => ({ name, file: join(root, file) }));
  const config = ts.readConfigFile(join(root, 'examples', 'tsconfig.json'), ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(root, 'examples'));
  const program = ts.createProgram(
    files.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  const sections = files.map(({ name, file }) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(file));
    const lines = checker.getExportsOfModule(module).map((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      return `${kindOf(symbol)} ${shapeOf(symbol, checker)}`.replace(/\s+/gu, ' ');
    });
    return `ampbench${name.slice(1)}\n${lines
      .sort()
      .map((line) => `  ${line}\n`)
      .join('')}`;
  });
  return sections.join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) writeFileSync(apiReportFile, apiReport());
