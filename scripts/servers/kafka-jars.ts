import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { report } from './progress.ts';
import { runCommand } from './run-command.ts';

const VERSION = '4.3.1';

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>reelwright</groupId>
  <artifactId>kafka</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.kafka</groupId>
      <artifactId>kafka_2.13</artifactId>
      <version>${VERSION}</version>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-simple</artifactId>
      <version>1.7.36</version>
    </dependency>
  </dependencies>
</project>
`;

/** The class path of a whole Kafka broker, brought by Maven once per machine. */
export async function ensureKafkaJars(): Promise<string> {
  const dir = await cachedFolder(`kafka-${VERSION}`, async (partial) => {
    report('kafka', `downloading ${VERSION} (43 MB)`);
    const pom = join(partial, 'pom.xml');
    await writeFile(pom, POM);
    const lib = `-DoutputDirectory=${join(partial, 'lib')}`;
    await runCommand('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', lib, '-DincludeScope=runtime']);
    await rm(pom);
  });
  return join(dir, 'lib', '*');
}
