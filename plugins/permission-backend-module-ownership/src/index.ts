export { permissionModuleOwnership as default } from './module';
export { OwnershipPermissionPolicy } from './OwnershipPermissionPolicy';
