# One image, three commands: serve (default), work, migrate.
FROM node:22-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Libraries of other systems are most of onnxruntime's size: only this system's stay.
RUN npm ci --omit=dev \
 && cd node_modules/onnxruntime-node/bin/napi-v*/ \
 && find . -mindepth 1 -maxdepth 1 ! -name linux -exec rm -rf {} + \
 && find linux -mindepth 1 -maxdepth 1 ! -name "$(node -p process.arch)" -exec rm -rf {} +

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 DATA_DIR=/data
WORKDIR /app
RUN install -d -o node -g node -m 0700 /data
COPY --from=packages /app/node_modules node_modules
COPY package.json README.md ./
COPY bin bin
COPY src src
COPY agents agents
COPY migrations migrations
COPY prompts prompts
COPY frameworks frameworks
COPY examples examples
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/evidence-gradient.js"]
CMD ["serve"]
