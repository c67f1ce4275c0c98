"""gsplat on CUDA; torch and gsplat are imported when a renderer is opened, never before."""
