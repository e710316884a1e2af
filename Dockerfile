# Small, without development dependencies, without a shell, not as root. Built in two steps from the lock file.
FROM node:24.11.1-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# With what is optional: resvg, which paints the pictures, comes as a package for each machine.
RUN npm ci
COPY . .
# What it is made of is listed while all of it is there; then goes what the built bot never reads.
RUN npm run build && node scripts/sbom.mjs --image > sbom.cdx.json \
  && npm prune --omit=dev && node scripts/trim-modules.mjs
RUN mkdir /backups && chmod 700 /backups

# Debian's C and C++ libraries, certificates and time zones, and nothing that could be run; Node is the one of above, which
# the tests run on. Debian and not Alpine: resvg and the tests are of glibc.
FROM gcr.io/distroless/cc-debian12:nonroot
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /etc/passwd /etc/group /etc/
COPY --from=build /usr/local/bin/node /usr/local/bin/node
COPY --from=build /app/package.json /app/sbom.cdx.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/bin ./bin
# A volume that is mounted here takes over its owner: node, by its number, which Kubernetes can tell from root.
COPY --from=build --chown=1000:1000 /backups /backups
USER 1000:1000
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:'+(process.env.PORT||3000)+'/healthz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
CMD ["node", "--max-semi-space-size=4", "dist/src/main.js"]
