# syntax=docker/dockerfile:1
# One file for every image: docker build --build-arg APP=clipper -t reelwright/clipper .
# APP: gateway, planner, keyframer, clipper, stitcher, simulator.
ARG APP=gateway
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY apps/cli/package.json apps/cli/
COPY apps/clipper/package.json apps/clipper/
COPY apps/gateway/package.json apps/gateway/
COPY apps/keyframer/package.json apps/keyframer/
COPY apps/planner/package.json apps/planner/
COPY apps/simulator/package.json apps/simulator/
COPY apps/standalone/package.json apps/standalone/
COPY apps/stitcher/package.json apps/stitcher/
COPY libs/shared/package.json libs/shared/

FROM manifests AS build
# Install scripts bring a Node of their own and a Postgres: neither is needed to build.
RUN --mount=type=cache,target=/var/cache/npm npm ci --cache /var/cache/npm --ignore-scripts
COPY nest-cli.json tsconfig.json ./
COPY libs libs
COPY apps apps
ARG APP
RUN node node_modules/@nestjs/cli/bin/nest.js build "$APP"

FROM manifests AS dependencies
ARG APP
# The compiler comes as an optional peer, for a plugin that only a build could use.
RUN --mount=type=cache,target=/var/cache/npm npm ci --cache /var/cache/npm --omit=dev --ignore-scripts --workspace "apps/$APP" \
  && rm -rf node_modules/typescript

FROM ${NODE_IMAGE} AS plain
WORKDIR /app
ENV NODE_ENV=production

FROM plain AS media
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg \
  && rm -rf /var/lib/apt/lists/*

FROM plain AS gateway
FROM media AS planner
FROM plain AS keyframer
FROM media AS clipper
FROM media AS stitcher
ENV WORK_DIR=/work
RUN mkdir /work && chown 1000:1000 /work
VOLUME /work
FROM media AS simulator
ENV SIMULATOR_HOST=0.0.0.0 SIMULATOR_PORT=8080 SIMULATOR_DATA=/data HEALTH_PATH=/simulator/health
RUN mkdir /data && chown 1000:1000 /data
VOLUME /data

FROM ${APP} AS image
ARG APP
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies /app/package.json package.json
# Bundles look packages up from where they were built, so the folder has the same name here.
COPY --from=build /app/dist/apps/${APP} dist
# The user `node` of the base image, as a number: Kubernetes can check that it is not root.
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=20s --timeout=4s --start-period=20s --start-interval=1s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 8080}${process.env.HEALTH_PATH || '/health/live'}`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1: it handles SIGTERM itself, and what it starts it also waits for.
ENTRYPOINT ["node", "dist/main.js"]
