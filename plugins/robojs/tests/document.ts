// Whether what is said to the service, and by its stand-in, is as docs/openapi.json has it.
import { readFileSync } from 'node:fs';
import type { Received } from './stand_in.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  allOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  items?: Schema;
  minimum?: number;
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const file = new URL('../../../../docs/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** What is wrong with a request; nothing where it is the document's. */
export function wrongWithRequest(request: Received): string[] {
  const operation = operationOf(request);
  if (!operation) return [`${request.method} ${request.path} is no route`];
  const { searchParams } = new URL(request.path, 'http://127.0.0.1');
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const unknown = [...searchParams.keys()].filter((name) => !known.some((parameter) => parameter.name === name));
  const schema = operation.requestBody?.content['application/json']?.schema;
  const wrong = unknown.map((name) => `${operation.operationId} has no ?${name}=`);
  if (schema) wrong.push(...wrongWith(JSON.parse(request.body || 'null'), schema, operation.operationId));
  else if (request.body) wrong.push(`${operation.operationId} takes no body`);
  return wrong;
}

/** What is wrong with the answer to a request. */
export function wrongWithAnswer(request: Received, status: number, body: unknown): string[] {
  const operation = operationOf(request);
  if (!operation) return [];
  const response = operation.responses[status] ?? operation.responses[`${Math.floor(status / 100)}XX`];
  if (!response) return [`${operation.operationId} does not answer ${status}`];
  const [content] = Object.values(response.content ?? {});
  return content ? wrongWith(body, content.schema, `${operation.operationId} ${status}`) : [];
}

function operationOf({ method, path }: Received): Operation | undefined {
  const { pathname } = new URL(path, 'http://127.0.0.1');
  const fits = (route: string): boolean => new RegExp(`^${route.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  // One without variables goes before one with them.
  const routes = Object.keys(document.paths).filter(fits);
  const route = routes.sort((a, b) => a.split('{').length - b.split('{').length)[0];
  return route === undefined ? undefined : document.paths[route]?.[method.toLowerCase()];
}

function wrongWith(value: unknown, schema: Schema, at: string): string[] {
  if (schema.$ref) return wrongWith(value, document.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {}, at);
  if (schema.allOf) return schema.allOf.flatMap((one) => wrongWith(value, one, at));
  if (schema.oneOf) {
    const tried = schema.oneOf.map((one) => wrongWith(value, one, at));
    return tried.some((wrong) => wrong.length === 0) ? [] : (tried.at(-1) ?? []);
  }
  const types = schema.type === undefined ? [] : [schema.type].flat();
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return [`${at} is no ${types.join(' or ')}`];
  if (schema.enum && !schema.enum.includes(value)) return [`${at} is none of ${schema.enum.join(', ')}`];
  if (typeof value === 'number' && value < (schema.minimum ?? value)) return [`${at} is below ${schema.minimum}`];
  if (Array.isArray(value)) return value.flatMap((one, index) => wrongWith(one, schema.items ?? {}, `${at}[${index}]`));
  if (typeof value !== 'object' || value === null) return [];
  return wrongWithFields(value as Record<string, unknown>, schema, at);
}

function wrongWithFields(value: Record<string, unknown>, schema: Schema, at: string): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const wrong = required.filter((name) => !(name in value)).map((name) => `${at}.${name} is missing`);
  for (const [name, field] of Object.entries(value)) {
    const known = properties[name];
    if (known) wrong.push(...wrongWith(field, known, `${at}.${name}`));
    else if (additionalProperties === false) wrong.push(`${at}.${name} is not known`);
  }
  return wrong;
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'null') return value === null;
  if (type === 'array') return Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return typeof value === type;
}
