import { HttpException, Injectable, NotFoundException } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Route {
  pattern: RegExp;
  methods: string[];
}

/** Tells a known address with the wrong method (405) from an unknown one (404), by the OpenAPI document. */
@Injectable()
export class AllowedMethods {
  private routes: Route[] = [];

  learn({ paths }: OpenAPIObject): void {
    this.routes = Object.entries(paths).map(([path, item]) => {
      const methods = METHODS.filter((method) => item[method] !== undefined).map((method) => method.toUpperCase());
      const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
      return { pattern, methods: methods.includes('GET') ? ['HEAD', ...methods] : methods };
    });
  }

  of(pathname: string): string[] {
    return this.routes.find(({ pattern }) => pattern.test(pathname))?.methods ?? [];
  }

  /** The error to answer: what was thrown, unless the router found no route where there is one for other methods. */
  correct(thrown: unknown, method: string, pathname: string): unknown {
    const allowed = this.of(pathname);
    if (!(thrown instanceof NotFoundException) || allowed.length === 0 || allowed.includes(method)) return thrown;
    return new HttpException(`${method} is not allowed here; use ${allowed.join(', ')}`, 405);
  }
}
