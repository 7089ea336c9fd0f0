import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import gateway from '../../package.json' with { type: 'json' };
import { AllowedMethods } from './allowed-methods';
import { EXAMPLE_ORDER } from './api-examples';
import { buildApiSchemas, convertSchema } from './api-schemas';

const ABOUT = `Orders films and follows them. A film is made in steps (storyboard, keyframes, clips, cut); every answer is JSON,
every error a problem document (RFC 9457), money a decimal string of US dollars, times are RFC 3339 in UTC.`;

/** Serves the document at /openapi.json and a page to read it at /docs. Call it before the app is initialised. */
export function serveOpenApi(app: INestApplication): void {
  const document = buildOpenApi(app);
  app.get(AllowedMethods).learn(document);
  SwaggerModule.setup('docs', app, document, {
    jsonDocumentUrl: 'openapi.json',
    raw: ['json'],
    customSiteTitle: 'Reelwright API',
    swaggerOptions: { validatorUrl: null },
  });
}

function buildOpenApi(app: INestApplication): OpenAPIObject {
  const facts = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Reelwright')
    .setDescription(ABOUT)
    .setVersion(gateway.version)
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .build();
  const document = SwaggerModule.createDocument(app, facts, {
    standardSchemaConverter: convertSchema,
    autoTagControllers: false,
  });
  const schemas = { ...document.components?.schemas, ...buildApiSchemas() } as NonNullable<
    OpenAPIObject['components']
  >['schemas'];
  return withExample({ ...document, components: { ...document.components, schemas } });
}

function withExample(document: OpenAPIObject): OpenAPIObject {
  const body = document.paths['/v1/films']?.post?.requestBody;
  const json = body && 'content' in body ? body.content['application/json'] : undefined;
  if (json) json.example = EXAMPLE_ORDER;
  return document;
}
