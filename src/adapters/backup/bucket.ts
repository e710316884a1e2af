/** The address of a bucket. */

/** The bucket and the rest of `s3://bucket/folder`; undefined where that is no bucket's address. */
export function bucketOf(place: string): { readonly bucket: string; readonly path: string } | undefined {
  const [, bucket, path = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(.*))?$/.exec(place) ?? [];
  return bucket === undefined ? undefined : { bucket, path: path.replace(/\/+$/, '') };
}
